package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** {@code stint replay --verify}: one line a run, and a sum. */
final class VerifyReplay {
  private final ApiClient api;
  private final Terminal t;
  private final boolean json;
  private final ObjectNode request;
  private final ArrayNode found = JsonNodeFactory.instance.arrayNode();
  private long events;
  private int broken;

  VerifyReplay(ApiClient api, Terminal t, boolean json, boolean decisionsOnly) {
    this.api = api;
    this.t = t;
    this.json = json;
    this.request =
        JsonNodeFactory.instance
            .objectNode()
            .put("mode", "verify")
            .put("decisionsOnly", decisionsOnly);
  }

  int run(List<String> runs) {
    long start = System.nanoTime();
    ReplayRequests.of(api, request, runs)
        .forEachOrdered(one -> {
          take(one);
          t.status("replayed " + found.size() + " of " + runs.size() + " runs");
        });
    t.clearStatus();
    if (json) t.json(found);
    else sum((System.nanoTime() - start) / 1e9);
    return (broken == 0 ? ExitCode.SUCCESS : ExitCode.AUDIT_FAILED).code();
  }

  private void take(JsonNode one) {
    found.add(one);
    events += one.path("events").asLong();
    boolean holds = one.path("holds").asBoolean();
    if (!holds) broken++;
    if (json) return;
    t.clearStatus();
    String run = one.path("run_id").asText();
    if (!holds) {
      t.line(t.red("DIVERGED ") + run + "  " + one.path("code").asText());
      t.line("  first at event " + one.at("/divergence/seq") + ", " + text(one, "what"));
      t.line("  expected  " + text(one, "expected"));
      t.line("  found     " + text(one, "found"));
      return;
    }
    t.line(
        t.green("holds ")
            + run
            + "  "
            + one.path("events")
            + " events, "
            + one.path("decisions")
            + " decisions made again"
            + (one.has("snapshot") ? ", stored state at " + one.path("snapshot") : ""));
    detail("requests computed again", one.path("regenerated"));
    detail("not re-derivable here", one.path("not_rederivable_here"));
    if (one.path("roles_not_recorded").asLong() > 0) {
      t.line("  role of the decider not recorded: " + one.path("roles_not_recorded"));
    }
  }

  private static String text(JsonNode one, String field) {
    return one.path("divergence").path(field).asText();
  }

  private void detail(String what, JsonNode counts) {
    if (counts.isEmpty()) return;
    StringJoiner all = new StringJoiner(", ");
    counts.properties().forEach(e -> all.add(e.getValue() + " " + e.getKey()));
    t.line("  " + what + ": " + all);
  }

  private void sum(double seconds) {
    if (found.size() == 1) return;
    t.line(
        String.format(
            Locale.ROOT,
            "%d runs, %d events: %d hold, %d do not (%.1f s, %,.0f events/s)",
            found.size(),
            events,
            found.size() - broken,
            broken,
            seconds,
            events / seconds));
  }
}
