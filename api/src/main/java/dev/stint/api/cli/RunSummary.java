package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How a run ended, for a person; its artifacts as files beside the data. */
final class RunSummary {
  private final ApiClient api;
  private final Terminal t;
  private final GlobalOptions options;

  RunSummary(ApiClient api, Terminal terminal, GlobalOptions options) {
    this.api = api;
    this.t = terminal;
    this.options = options;
  }

  void print(JsonNode run) {
    if (options.json()) {
      t.json(run);
      return;
    }
    String status = run.path("status").asText();
    String id = run.path("run_id").asText();
    t.line("");
    t.line(
        t.bold(run.path("job_name").asText() + " " + run.path("job_version").asText())
            + "  "
            + coloured(status)
            + "  "
            + String.format(Locale.ROOT, "%.1f s", run.path("latency_ms").asLong() / 1000.0));
    t.line("  run        " + id);
    if (!run.path("reason").asText().isEmpty())
      t.line("  why        " + run.path("reason").asText());
    JsonNode tokens = run.path("tokens");
    t.line(
        "  tokens     plan "
            + tokens.path("plan")
            + ", retrieve "
            + tokens.path("retrieve")
            + ", generate "
            + tokens.path("generate")
            + ", tool "
            + tokens.path("tool")
            + ": "
            + run.path("budget").path("used")
            + " of "
            + run.path("budget").path("hard"));
    cost(run);
    if (run.path("tool_errors").asInt() > 0) t.line("  errors     " + run.path("tool_errors"));
    if (run.path("policy_violations").asInt() > 0) {
      t.line("  violations " + run.path("policy_violations"));
    }
    files(run, id);
    chain(id);
    next(run, status, id);
  }

  /** Nothing where nothing was to be paid. */
  private void cost(JsonNode run) {
    String usd = run.path("cost_usd").asText("0");
    long unpriced = run.path("unpriced_tokens").asLong();
    String rest = unpriced == 0 ? "" : unpriced + " tokens unpriced";
    if (!usd.equals("0")) {
      t.line("  cost       " + usd + " USD" + (rest.isEmpty() ? "" : ", and " + rest));
    } else if (!rest.isEmpty()) {
      t.line("  cost       " + rest);
    }
  }

  private String coloured(String status) {
    return switch (status) {
      case "succeeded" -> t.green(status);
      case "partial", "waiting", "in_doubt" -> t.yellow(status);
      default -> t.red(status);
    };
  }

  private void files(JsonNode run, String id) {
    for (JsonNode artifact : run.path("artifacts")) {
      String name = artifact.path("name").asText();
      Path file = options.data().resolve("artifacts").resolve(id).resolve(name);
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, api.download("/v1/runs/" + id + "/artifacts/" + name));
        t.line("  artifact   " + file);
      } catch (IOException e) {
        t.line("  artifact   " + name + " (could not be written: " + e.getMessage() + ")");
      }
    }
  }

  private void chain(String id) {
    JsonNode audit = api.get("/v1/runs/" + id + "/audit");
    t.line(
        "  record     "
            + audit.path("records")
            + " events, chain "
            + (audit.path("whole").asBoolean() ? t.green("verified") : t.red("BROKEN"))
            + ", head "
            + audit.path("head").asText());
  }

  private void next(JsonNode run, String status, String id) {
    if (!status.equals("waiting")) return;
    for (JsonNode approval : run.path("approvals")) {
      if (!approval.path("status").asText().equals("pending")) continue;
      String name = approval.path("id").asText();
      t.line("");
      t.line("It waits for " + NameList.of(approval.path("by")) + ". To decide:");
      t.line("  stint approvals show " + name);
      t.line("  stint approvals approve " + name + " --as NAME");
    }
    t.line("Then watch it finish with: stint runs watch " + id);
  }
}
