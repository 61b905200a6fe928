package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs as lines. */
final class RunRowText {
  static final List<String> HEADER =
      List.of("RUN", "JOB", "STATUS", "TOKENS", "BY", "SUBMITTED", "TOOK");

  private RunRowText() {}

  static List<String> of(JsonNode run) {
    JsonNode tokens = run.path("tokens");
    long used = 0;
    for (JsonNode stage : tokens) used += stage.asLong();
    return List.of(
        run.path("run_id").asText(),
        run.path("job_name").asText() + " " + run.path("job_version").asText(),
        run.path("status").asText(),
        used + "/" + run.path("budget").path("hard").asLong(),
        run.path("submitted_by").asText(),
        run.path("submitted_at").asText(),
        String.format(Locale.ROOT, "%.1f s", run.path("latency_ms").asLong() / 1000.0));
  }

  static void print(Terminal t, JsonNode run) {
    t.table(HEADER, List.of(of(run)));
    if (!run.path("reason").asText().isEmpty()) t.line("why: " + run.path("reason").asText());
    t.line("");
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode step : run.path("steps")) {
      rows.add(
          List.of(
              step.path("id").asText(),
              step.path("kind").asText(),
              step.path("status").asText(),
              step.path("attempts").asText(),
              step.path("reason").asText(AgentLine.counted(step.path("agent")))));
    }
    t.table(List.of("STEP", "KIND", "STATUS", "ATTEMPTS", "WHY"), rows);
    for (JsonNode approval : run.path("approvals")) {
      t.line(
          "approval "
              + approval.path("id").asText()
              + " of "
              + approval.path("step").asText()
              + ": "
              + approval.path("status").asText());
    }
    for (JsonNode artifact : run.path("artifacts")) {
      t.line(
          "artifact " + artifact.path("name").asText() + "  " + artifact.path("size") + " bytes");
    }
    t.line("chain head " + run.path("chain_head").asText());
  }
}
