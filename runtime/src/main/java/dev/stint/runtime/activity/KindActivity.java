package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.tool.CallFate;
import java.util.Map;

/** What one kind of step does. Stateless or thread-safe. */
interface KindActivity {
  /**
   * What an attempt will do, computed without doing it.
   *
   * @param args the exact arguments
   * @param worstCase tokens it can bill at most
   * @param waitMs how long a wait step sleeps
   * @param pins what exactly is called
   */
  record Intent(
      JsonNode args, long worstCase, long waitMs, Verdict verdict, Map<String, String> pins) {}

  Intent intend(StepScope scope) throws ActivityException;

  /** As {@link #intend}, with arguments that a person approved. */
  default Intent intendApproved(StepScope scope, JsonNode args) throws ActivityException {
    return intend(scope);
  }

  /** What an approver is shown beside the arguments; nothing by default. */
  default JsonNode shown(StepScope scope) {
    return com.fasterxml.jackson.databind.node.NullNode.instance;
  }

  /**
   * What became of an earlier call with these arguments; by default nobody can tell.
   *
   * @throws ActivityException retryable when it could not be asked now
   */
  default CallFate query(StepScope scope, JsonNode args, String idempotencyKey)
      throws ActivityException, InterruptedException {
    return new CallFate.Unknown("a step of this kind cannot be asked");
  }

  /** Whether it computes from its arguments alone and returns at once; by default not. */
  default boolean computesOnly(CompiledJob job, PlannedStep planned) {
    return false;
  }

  Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException;
}
