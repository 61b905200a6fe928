package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** What the server's lists of runs say. */
final class Lists {
  private Lists() {}

  /** Runs that are not over; empty when the server died before it could be asked. */
  static OptionalInt open(ServedProcess server) throws InterruptedException {
    try {
      if (server.api().isEmpty()) return OptionalInt.empty();
      return OptionalInt.of(
          listed(server, "running") + listed(server, "queued") + listed(server, "waiting"));
    } catch (IOException died) {
      return OptionalInt.empty();
    }
  }

  static int listed(ServedProcess server, String status) throws IOException, InterruptedException {
    String query = status.isEmpty() ? "" : "&status=" + status;
    int count = 0;
    String cursor = "";
    do {
      JsonNode page =
          Json.parse(server.api().orElseThrow().get("/v1/runs?limit=500" + query + cursor).body());
      count += page.path("items").size();
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return count;
  }

  /** Lists follow the journal within moments. */
  static int awaitListed(ServedProcess server, int expected)
      throws IOException, InterruptedException {
    int listed = listed(server, "");
    for (int tries = 0; listed < expected && tries < 600; tries++) {
      TimeUnit.MILLISECONDS.sleep(100);
      listed = listed(server, "");
    }
    return listed;
  }
}
