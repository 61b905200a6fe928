package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.BranchStep;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.util.List;
import java.util.Map;

/** A branch's end: its value is that of the last step on the way taken. Calls nothing. */
final class BranchActivity implements KindActivity {
  private final ActivityPorts ports;

  BranchActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  private static int arm(StepScope scope) {
    return scope.state().course().arms().get(scope.planned().id());
  }

  @Override
  public Intent intend(StepScope scope) {
    String taken = ((BranchStep) scope.spec()).name(arm(scope));
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        JsonNodeFactory.instance.objectNode().put("taken", taken),
        0,
        0,
        Verdict.allow("blocks.declared", policy),
        Map.of());
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate) {
    ObjectNode output = args.deepCopy();
    List<PlannedStep> steps = BlockProgress.inside(scope.state(), scope.planned().id(), arm(scope));
    output.set(
        "value",
        steps.isEmpty()
            ? JsonNodeFactory.instance.nullNode()
            : StepScope.valueOf(scope.state(), steps.getLast().id(), ports.values()));
    return new Outcome(ports.values().payload(output), 0, List.of(), List.of(), Map.of());
  }
}
