package dev.stint.runtime.decision;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Submissions for tests that run real actors: short backoffs, short timeouts. */
public final class PlanFixtures {
  private PlanFixtures() {}

  /** Tool steps one after the other. */
  public static Submitted chain(String... ids) {
    return of(30_000, Effect.READ, ids);
  }

  /** As {@link #chain}, of steps without an effect. */
  public static Submitted computing(String... ids) {
    return of(30_000, Effect.NONE, ids);
  }

  /** As {@link #computing}, with attempts that may take half a second. */
  public static Submitted impatientComputing(String... ids) {
    return of(500, Effect.NONE, ids);
  }

  /** As {@link #chain}, with attempts that may take 50 ms. */
  public static Submitted impatient(String... ids) {
    return of(50, Effect.READ, ids);
  }

  /** One write that must not be repeated and whose tool can be asked. */
  public static Submitted queryable(String id) {
    return Plans.submission(Plans.queryableWrite(id));
  }

  private static Submitted of(long timeoutMs, Effect effect, String... ids) {
    List<PlannedStep> steps = new ArrayList<>();
    for (String id : ids) {
      steps.add(
          new PlannedStep(
              id,
              StepKind.TOOL,
              Stage.TOOL,
              steps.isEmpty() ? List.of() : List.of(steps.getLast().id()),
              false,
              false,
              1,
              "test." + id,
              effect,
              true,
              new Retry(3, 10, 2, 100, OnExhausted.ESCALATE),
              timeoutMs,
              Optional.empty()));
    }
    return Plans.submission(steps.toArray(PlannedStep[]::new));
  }
}
