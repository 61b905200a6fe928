package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.SignalWait;
import dev.stint.config.spec.WaitStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.util.Map;

/** A wait for a signal: its time limit is all that there is to prepare. */
final class SignalActivity implements KindActivity {
  @Override
  public Intent intend(StepScope scope) {
    SignalWait wait = ((WaitStep) scope.spec()).signal().orElseThrow();
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        JsonNodeFactory.instance.objectNode().put("signal", wait.name()),
        0,
        wait.timeout().toMillis(),
        Verdict.allow("waits.declared", policy),
        Map.of());
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException {
    throw ActivityException.terminal("not_performed", "a wait for a signal has no attempt");
  }
}
