package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.Parent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.ChildDecisions;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.util.Map;

/** A child run: which job with which inputs, under which id. The run itself does the rest. */
final class JobActivity implements KindActivity {
  private final ActivityPorts ports;

  JobActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    boolean asked = AgentPlan.callNumber(scope.planned().id()) > 0;
    return intent(
        scope,
        asked
            ? Conversation.arguments(scope, ports.values())
            : scope.job().params(scope.own(), scope.scope()));
  }

  @Override
  public Intent intendApproved(StepScope scope, JsonNode args) throws ActivityException {
    return intent(scope, args.path("inputs"));
  }

  private static Intent intent(StepScope scope, JsonNode inputs) throws ActivityException {
    ChildPlan child =
        scope
            .planned()
            .child()
            .orElseThrow(() ->
                ActivityException.terminal(
                    "child_job_unknown", scope.planned().uses() + " was not published"));
    RunState state = scope.state();
    int depth = state.submitted().parent().map(Parent::depth).orElse(0) + 1;
    if (depth > ChildPlan.DEEPEST) {
      throw ActivityException.terminal(
          "child_too_deep", "runs may run others " + ChildPlan.DEEPEST + " deep at most");
    }
    int attempt = state.unit(scope.unit()).tries().started() + 1;
    RunId run = state.submitted().run().child(scope.unit(), attempt);
    ObjectNode args = JsonNodeFactory.instance.objectNode();
    args.put("job", child.job().name()).put("version", child.job().version());
    args.put("tokens", child.tokens());
    args.set("inputs", inputs);
    return new Intent(
        args,
        child.tokens(),
        0,
        Verdict.allow("jobs.declared", state.submitted().policyHash()),
        Map.of(ChildDecisions.RUN, run.value(), "job_digest", child.job().digest()));
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException {
    throw ActivityException.terminal("not_performed", "a child run has no attempt");
  }
}
