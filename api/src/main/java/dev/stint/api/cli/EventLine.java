package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** One line of progress for an event; empty for events that a watcher need not see. Pure. */
final class EventLine {
  private EventLine() {}

  static String of(JsonNode event, Terminal t) {
    JsonNode data = event.path("data");
    String unit = data.path("unit").asText(data.path("step").asText());
    return switch (event.path("type").asText()) {
      case "run.submitted" -> "submitted " + data.path("run").asText();
      case "step.expanded" ->
          data.path("count").asInt() > 1 ? unit + ": " + data.path("count") + " items" : "";
      case "step.skipped" -> t.dim("- " + unit + "  skipped: " + data.path("reason").asText());
      case "step.attempt_started" ->
          data.path("attempt").asInt() > 1 ? "> " + unit + "  attempt " + data.path("attempt") : "";
      case "step.attempt_succeeded" ->
          t.green("+ ")
              + unit
              + "  "
              + data.path("tookMs")
              + " ms"
              + (data.path("tokens").asLong() > 0 ? ", " + data.path("tokens") + " tokens" : "");
      case "step.attempt_failed" ->
          t.red("! ")
              + unit
              + "  "
              + data.path("failure").path("code").asText()
              + ": "
              + data.path("failure").path("message").asText()
              + (data.has("retryAt") ? "; next attempt " + data.path("retryAt").asText() : "");
      case "step.attempt_lost" -> t.yellow("~ ") + unit + "  cut off by a stopped node, goes on";
      case "step.attempt_in_doubt" ->
          t.yellow("? ") + unit + "  in doubt: " + data.path("message").asText();
      case "step.failed" ->
          t.red("x ")
              + unit
              + "  "
              + data.path("failure").path("message").asText()
              + (data.has("escalatedTo")
                  ? "; escalated to " + data.path("escalatedTo").asText()
                  : "");
      case "agent.turn_planned" ->
          data.path("summary").asBoolean()
              ? t.dim("- " + unit + "  turn " + data.path("turn") + " summarises")
              : "";
      case "agent.turn_ended" -> AgentLine.ended(data, t);
      case "agent.call_denied" ->
          t.red("! ") + unit + "  denied: " + data.path("verdict").path("code").asText();
      case "agent.watched" -> t.yellow("! ") + unit + "  watchdog: " + AgentLine.watched(data);
      case "agent.closed" -> t.dim("- " + unit + "  ends: " + AgentLine.word(data, "reason"));
      case "step.flow_refused" -> t.yellow("! ") + unit + "  " + FlowLine.of(data);
      case "step.wait_started" -> unit + "  waits until " + data.path("until").asText();
      case "approval.requested" ->
          t.yellow("? ")
              + unit
              + "  approval "
              + data.path("approval").asText()
              + " needed from "
              + NameList.of(data.path("by"))
              + ", expires "
              + data.path("expiresAt").asText();
      case "approval.granted" -> t.green("+ ") + "approved by " + event.path("actor").asText();
      case "approval.rejected" -> t.red("x ") + "rejected by " + event.path("actor").asText();
      case "approval.expired" -> t.red("x ") + "approval expired, which counts as no";
      case "approval.voided" -> t.yellow("! ") + "approval voided: " + data.path("reason").asText();
      case "run.budget_alerted" ->
          t.yellow("! ")
              + data.path("used")
              + " tokens used: soft limit "
              + data.path("soft")
              + " reached";
      case "run.budget_exhausted" -> t.red("! ") + "budget: " + data.path("rationale").asText();
      case "run.policy_violated" -> t.red("x ") + "policy: " + data.path("message").asText();
      case "run.kill_accepted" -> t.red("x ") + "kill accepted";
      case "run.kill_effective" -> t.red("x ") + "kill effective";
      case "run.cancel_requested" -> t.yellow("! ") + "cancel requested";
      case "run.paused" -> t.yellow("! ") + "paused";
      case "run.resumed" -> "resumed";
      case "run.deadline_passed" -> t.red("x ") + "the run's time limit passed";
      case "run.held" -> t.yellow("! ") + "held: " + data.path("reason").asText();
      case "run.released" -> "hold released: " + data.path("reason").asText();
      case "payload.erasure_requested" -> t.yellow("! ") + "erasure requested";
      case "payload.erased" -> t.yellow("! ") + data.path("payloads") + " payload(s) erased";
      case "artifacts.erased" ->
          t.yellow("! ") + data.path("payloads").size() + " artifact(s) erased";
      default -> PlanLine.of(event.path("type").asText(), data, t);
    };
  }
}
