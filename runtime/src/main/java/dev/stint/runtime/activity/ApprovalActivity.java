package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.ApprovalStep;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.util.List;
import java.util.Map;

/** A step that is nothing but a person's decision; its output says who decided. */
final class ApprovalActivity implements KindActivity {
  private final ActivityPorts ports;

  ApprovalActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  @Override
  public Intent intend(StepScope scope) {
    if (scope.planned().id().equals(PlannerSpec.APPROVAL)) {
      return new Intent(
          MadePlans.shown(scope, ports.values()),
          0,
          0,
          Verdict.allow("approvals.declared", scope.state().submitted().policyHash()),
          Map.of());
    }
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    ((ApprovalStep) scope.spec())
        .request()
        .show()
        .forEach(e -> shown.set(e.source(), scope.job().evaluate(e, scope.scope())));
    String policy = scope.state().submitted().policyHash();
    return new Intent(shown, 0, 0, Verdict.allow("approvals.declared", policy), Map.of());
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate) {
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("approved", true);
    permit
        .approval()
        .map(scope.state().approvals()::get)
        .ifPresent(approval -> describe(approval, output));
    return new Outcome(ports.values().payload(output), 0, List.of(), List.of(), Map.of());
  }

  private static void describe(ApprovalState approval, ObjectNode output) {
    output.put("approval", approval.request().approval());
    approval.decidedBy().ifPresent(by -> output.put("by", by));
    approval.comment().ifPresent(comment -> output.put("comment", comment));
  }
}
