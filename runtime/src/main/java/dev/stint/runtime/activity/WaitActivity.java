package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.expression.Expression;
import dev.stint.config.spec.WaitStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/** Sleeps for a time or until one; the sleep itself is a durable timer, not a thread. */
final class WaitActivity implements KindActivity {
  private final ActivityPorts ports;
  private final InstantSource clock;

  WaitActivity(ActivityPorts ports, InstantSource clock) {
    this.ports = ports;
    this.clock = clock;
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    WaitStep step = (WaitStep) scope.spec();
    long waitMs =
        step.duration().isPresent()
            ? step.duration().get().toMillis()
            : until(scope, step.until().orElseThrow());
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        JsonNodeFactory.instance.objectNode().put("waitMs", waitMs),
        0,
        waitMs,
        Verdict.allow("waits.declared", policy),
        Map.of());
  }

  private long until(StepScope scope, Expression until) throws ActivityException {
    String text = scope.job().evaluate(until, scope.scope()).asText();
    try {
      return Math.max(0, Duration.between(clock.instant(), Instant.parse(text)).toMillis());
    } catch (DateTimeParseException _) {
      throw ActivityException.terminal(
          "type_mismatch", until.source() + ": expected a time like 2026-06-17T06:00:00Z");
    }
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate) {
    return new Outcome(ports.values().payload(args), 0, List.of(), List.of(), Map.of());
  }
}
