package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.citation.Citation;
import dev.stint.runtime.citation.ReportSection;
import dev.stint.runtime.citation.RetrievedChunks;
import dev.stint.runtime.report.HtmlReport;
import dev.stint.runtime.report.MarkdownReport;
import dev.stint.runtime.report.Report;
import dev.stint.runtime.report.ReportReader;

/** Lays out a partial result: what is done, what is missing, and why. Pure. */
final class PartialReport {
  private PartialReport() {}

  static JsonNode of(StepScope scope, ArrayNode sections, JsonNode retrieved, ObjectNode tokens) {
    RunState state = scope.state();
    ObjectNode args = JsonNodeFactory.instance.objectNode();
    ObjectNode draft = args.putObject("draft");
    draft.put("title", scope.job().spec().title() + " (partial)");
    draft.put("introduction", "This run ended before its plan was complete.");
    draft.set("sections", sections);
    ArrayNode citations = args.putArray("citations");
    Citation.number(ReportSection.fromJson(sections), RetrievedChunks.fromJson(retrieved))
        .forEach(citation -> citations.add(citation.toJson()));
    ArrayNode missing = args.putArray("notCovered");
    for (PlannedStep step : state.submitted().plan().steps()) {
      boolean own = step.kind() != StepKind.OUTPUTS && step.kind() != StepKind.PARTIAL;
      String newest = RedoProgress.newest(state, step.id());
      StepState progress = state.steps().get(newest);
      if (own && !progress.done()) {
        missing
            .addObject()
            .put("title", "Step " + step.id())
            .put("reason", progress(state, progress));
      }
    }
    ObjectNode run = args.putObject("run");
    run.put("Run", state.submitted().run().value());
    run.put("Department", state.submitted().department());
    args.set("tokens", tokens);
    String rationale = rationale(state, tokens);
    args.put("partial", rationale);
    Report report = ReportReader.read(args);
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("rationale", rationale);
    output.set("sections", sections);
    output.put("markdown", MarkdownReport.of(report));
    output.put("html", HtmlReport.of(report));
    return output;
  }

  private static String progress(RunState state, StepState step) {
    AgentState agent = state.agents().get(step.id());
    if (agent != null) {
      return "after "
          + agent.turn()
          + " turn(s) and "
          + agent.calls()
          + " call(s) when the budget was exhausted";
    }
    long done = step.units().stream().filter(UnitState.Succeeded.class::isInstance).count();
    return step.items() && step.expanded()
        ? done + " of " + step.units().size() + " items done when the budget was exhausted"
        : "not started when the budget was exhausted";
  }

  private static String rationale(RunState state, JsonNode tokens) {
    long used = 0;
    for (JsonNode stage : tokens) used += stage.asLong();
    var budget = state.submitted().budget();
    long open = state.steps().values().stream().filter(step -> !step.done()).count() - 1;
    return "The token budget of "
        + budget.hard()
        + " does not cover the next step: "
        + (used)
        + " tokens are used, this report included, and "
        + budget.tail()
        + " were kept back for it. "
        + Math.max(0, open)
        + " step(s) of the plan are not complete. Run again with a higher budget to finish.";
  }
}
