package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who does what the product leaves to a person. A tool that could not be asked about a write in
 * doubt, because the node died each time it was about to, is not asked for ever: somebody looks
 * outside and says what is there.
 */
final class Person {
  private Person() {}

  /** Says of every write that waits for a person whether it happened. */
  static void resolveDoubts(ServedProcess server, String run)
      throws IOException, InterruptedException {
    ApiCalls api = server.api().orElseThrow();
    Set<String> waiting = waiting(api, run);
    if (waiting.isEmpty()) return;
    Set<String> there = tickets(server.data());
    for (String unit : waiting) {
      JsonNode said =
          JsonNodeFactory.instance
              .objectNode()
              .put("unit", unit)
              .put("happened", there.contains(run + "/" + unit))
              .put("comment", "looked into the queue");
      api.post("/v1/runs/" + run + "/resolve", said);
    }
  }

  private static Set<String> waiting(ApiCalls api, String run)
      throws IOException, InterruptedException {
    Set<String> units = new LinkedHashSet<>();
    String after = "0";
    do {
      JsonNode page =
          Json.parse(api.get("/v1/runs/" + run + "/events?limit=1000&after=" + after).body());
      for (JsonNode event : page.path("items")) note(event, units);
      after = page.path("nextCursor").asText();
    } while (!after.isEmpty());
    return units;
  }

  private static void note(JsonNode event, Set<String> waiting) {
    JsonNode data = event.path("data");
    String unit = data.path("unit").asText();
    switch (event.path("type").asText()) {
      case "step.doubt_unanswered" -> {
        if (!data.has("retryAt")) waiting.add(unit);
      }
      case "step.doubt_resolved" -> waiting.remove(unit);
      default -> {}
    }
  }

  private static Set<String> tickets(Path data) throws IOException {
    Set<String> keys = new HashSet<>();
    for (String name : List.of(CrashJobs.DEST, CrashJobs.DOUBTS)) {
      Path queue = Effects.queue(data, name);
      if (!Files.isDirectory(queue)) continue;
      try (var list = Files.list(queue)) {
        for (Path ticket : list.filter(p -> p.toString().endsWith(".json")).toList()) {
          keys.add(Json.parse(Files.readString(ticket)).path("key").asText());
        }
      }
    }
    return keys;
  }
}
