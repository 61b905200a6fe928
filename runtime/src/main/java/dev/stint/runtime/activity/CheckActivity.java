package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Check;
import dev.stint.config.spec.CheckStep;
import dev.stint.config.spec.CitationPolicy;
import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.decision.RedoDecisions;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds what steps made against the job's own assertions and its citation policy (F4). */
final class CheckActivity implements KindActivity {
  private final ActivityPorts ports;

  CheckActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  @Override
  public Intent intend(StepScope scope) {
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        JsonNodeFactory.instance.objectNode(),
        0,
        0,
        Verdict.allow("checks.declared", policy),
        Map.of());
  }

  @Override
  public boolean computesOnly(CompiledJob job, PlannedStep planned) {
    return true;
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException {
    List<String> problems = new ArrayList<>();
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("passed", true);
    var checks = output.putArray("checks");
    for (Check check : ((CheckStep) scope.spec()).checks()) {
      check
          .assertion()
          .filter(assertion -> !scope.job().isTrue(assertion, scope.scope()))
          .ifPresent(a -> problems.add(check.id() + ": expected " + a.source()));
      check
          .citations()
          .ifPresent(draft ->
              CitationReview.of(scope, draft, ports.values(), perSection(scope)).stream()
                  .map(problem -> check.id() + ": " + problem.message())
                  .forEach(problems::add));
      checks.addObject().put("id", check.id()).put("passed", true);
    }
    boolean again = RedoDecisions.left(scope.planned());
    boolean goesOn = ((CheckStep) scope.spec()).onFail() == CheckStep.OnFail.CONTINUE || again;
    if (!problems.isEmpty() && goesOn) {
      ObjectNode failed = JsonNodeFactory.instance.objectNode().put("passed", false);
      problems.forEach(failed.putArray("problems")::add);
      Map<String, String> pins = again ? Map.of(RedoDecisions.PIN, from(scope)) : Map.of();
      return new Outcome(ports.values().payload(failed), 0, List.of(), List.of(), pins);
    }
    if (!problems.isEmpty()) {
      throw ActivityException.terminal("check_failed", String.join("; ", problems));
    }
    return new Outcome(ports.values().payload(output), 0, List.of(), List.of(), Map.of());
  }

  private static String from(StepScope scope) {
    return scope.planned().redo().orElseThrow().steps().getFirst();
  }

  private static int perSection(StepScope scope) {
    return scope.job().spec().policies().citations().map(CitationPolicy::minPerSection).orElse(1);
  }
}
