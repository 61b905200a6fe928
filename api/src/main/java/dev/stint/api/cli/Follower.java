package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** Shows a run while it happens, and says how it stands when it ends or waits for somebody. */
final class Follower {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final ApiClient api;
  private final Terminal terminal;
  private final String run;
  private final Decider decider;
  private long used;
  private long hard;

  /** Who decides at an approval. */
  @FunctionalInterface
  interface Decider {
    /** Decides about the approval; false when nobody here can. */
    boolean decide(String approval);
  }

  Follower(ApiClient api, Terminal terminal, String run, Decider decider) {
    this.api = api;
    this.terminal = terminal;
    this.run = run;
    this.decider = decider;
  }

  /** Follows to the end, or to an approval that nobody here can decide; the run as it is then. */
  JsonNode follow() {
    JsonNode now = api.get("/v1/runs/" + run);
    hard = now.path("budget").path("hard").asLong();
    try (Stream<String> events = api.lines("/v1/runs/" + run + "/events?after=0&follow=true")) {
      for (String line : (Iterable<String>) events::iterator) {
        if (line.isBlank()) continue;
        JsonNode event = Json.parse(line);
        show(event);
        if (event.path("type").asText().equals("approval.requested")
            && !decided(event.path("data").path("approval").asText())) {
          return waitingOrMore();
        }
        if (event.path("type").asText().equals("run.finished")) break;
      }
    }
    terminal.clearStatus();
    return api.get("/v1/runs/" + run);
  }

  private boolean decided(String approval) {
    JsonNode now = api.get("/v1/approvals/" + approval);
    if (!now.path("status").asText("pending").equals("pending")) return true;
    return decider.decide(approval);
  }

  /** Other steps may still be at work beside the one that waits. */
  private JsonNode waitingOrMore() {
    while (true) {
      JsonNode now = api.get("/v1/runs/" + run);
      if (!now.path("status").asText().equals("running")) return now;
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  private void show(JsonNode event) {
    JsonNode data = event.path("data");
    used += data.path("tokens").asLong(0);
    String line = EventLine.of(event, terminal);
    if (!line.isEmpty()) {
      terminal.clearStatus();
      terminal.progress(time(event) + "  " + line);
    }
    terminal.status(bar());
  }

  private static String time(JsonNode event) {
    return CLOCK.format(Instant.parse(event.path("at").asText()));
  }

  private String bar() {
    int width = 24;
    int filled = hard == 0 ? 0 : (int) Math.min(width, used * width / hard);
    return "  budget ["
        + "#".repeat(filled)
        + ".".repeat(width - filled)
        + "] "
        + used
        + "/"
        + hard
        + " tokens";
  }
}
