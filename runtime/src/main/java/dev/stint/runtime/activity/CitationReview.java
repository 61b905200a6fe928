package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.expression.Expression;
import dev.stint.config.spec.CheckStep;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.ToolStep;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.citation.CitationCheck;
import dev.stint.runtime.citation.CitationProblem;
import dev.stint.runtime.citation.ReportSection;
import dev.stint.runtime.citation.RetrievedChunks;
import java.util.List;

/** What is wrong with the citations of a draft (F4). Pure, given the values. */
public final class CitationReview {
  private CitationReview() {}

  /**
   * The same check with another number of sources a section, of a run as recorded.
   *
   * @param check a check step; without citations nothing is wrong
   */
  public static List<CitationProblem> again(
      RunState state, UnitId check, CompiledJob job, RunValues values, int perSection) {
    StepScope scope = StepScope.of(state, check, job, values);
    if (!(scope.spec() instanceof CheckStep step)) return List.of();
    return step.checks().stream()
        .flatMap(c -> c.citations().stream())
        .flatMap(draft -> of(scope, draft, values, perSection).stream())
        .toList();
  }

  static List<CitationProblem> of(
      StepScope scope, Expression draftOf, RunValues values, int perSection) {
    JsonNode draft = scope.job().evaluate(draftOf, scope.scope());
    RunState state = scope.state();
    JsonNode before =
        StepScope.base(state, scope.planned().id(), scope.job().ancestors(scope.own()), values);
    boolean extractive = scope.job().spec().model().provider().equals("offline");
    return CitationCheck.check(
        ReportSection.fromJson(draft.path("sections")),
        RetrievedChunks.fromJson(retrieved(scope, before.path("steps"))),
        perSection,
        extractive);
  }

  /** Only what tools brought counts as retrieved; a model cannot add a source. */
  private static JsonNode retrieved(StepScope scope, JsonNode steps) {
    var found = JsonNodeFactory.instance.arrayNode();
    scope
        .job()
        .ancestors(scope.own())
        .forEach(id -> {
          boolean tool =
              scope.job().spec().step(id).orElseThrow() instanceof ToolStep t
                  && RetrievedChunks.broughtBy(t.tool());
          if (tool) found.add(steps.path(id));
        });
    return found;
  }
}
