package dev.stint.runtime.simulation;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.runtime.decision.RandomAgents;
import dev.stint.runtime.decision.RandomBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Random plans of every kind of step. */
final class SimulatedJobs {
  static final String SUBMITTER = "user:submitter";
  static final String LEAD = "user:lead";

  private final Dice dice;

  SimulatedJobs(Dice dice) {
    this.dice = dice;
  }

  Submitted submission(int n) {
    List<PlannedStep> steps = new ArrayList<>();
    if (dice.oneIn(8)) steps.add(RandomBlocks.planning());
    int count = 1 + dice.below(5);
    for (int i = 0; i < count; i++) {
      if (dice.oneIn(5)) {
        steps.addAll(RandomBlocks.steps("s" + i, after(steps), dice::below));
      } else {
        steps.add(step("s" + i, steps));
      }
    }
    boolean partial = dice.oneIn(2);
    if (partial) steps.add(partial());
    long hard = dice.pick(List.of(300L, 500L, 1000L));
    long maxMs = dice.oneIn(8) ? 40_000 : 0;
    return new Submitted(
        new RunId("run-2026-06-17-legal-7k3m9qx" + n + "ab"),
        new JobRef("job", "1.0.0", "d1"),
        new Plan(steps, "plan-hash"),
        "inputs",
        "group:owners",
        "legal",
        Map.of(),
        0,
        new TokenBudget(hard / 2, hard, partial ? 120 : 0, partial, maxMs, true),
        "policy-hash",
        "request-" + n,
        false,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private List<String> after(List<PlannedStep> before) {
    return before.stream()
        .filter(step -> step.within().isEmpty() && dice.oneIn(3))
        .map(PlannedStep::id)
        .toList();
  }

  private PlannedStep step(String id, List<PlannedStep> before) {
    List<String> after = after(before);
    return switch (dice.below(15)) {
      case 0 -> tool(id, after, Effect.READ, true, false, Optional.empty());
      case 1 -> tool(id, after, Effect.WRITE, false, false, Optional.empty());
      case 2, 3 -> tool(id, after, Effect.WRITE, false, true, Optional.empty());
      case 4, 5 -> tool(id, after, Effect.WRITE, true, false, gate());
      case 6 -> tool(id, after, Effect.WRITE, true, false, Optional.empty());
      case 7 -> prompts(id, after);
      case 8, 9 -> RandomAgents.step(id, after, dice::below, gate());
      case 10, 11, 12 -> tool(id, last(before), Effect.NONE, true, false, Optional.empty());
      case 13 -> of(id, StepKind.SIGNAL, after, 0, Effect.NONE, true, false, Optional.empty());
      default ->
          dice.oneIn(3)
              ? of(id, StepKind.WAIT, List.of(), 0, Effect.NONE, true, false, Optional.empty())
              : of(id, StepKind.PROMPT, after, 0, Effect.NONE, true, false, Optional.empty());
    };
  }

  /** What only computes follows the one before it, so that several do so in a row. */
  private static List<String> last(List<PlannedStep> before) {
    return before.isEmpty() ? List.of() : List.of(before.getLast().id());
  }

  private Optional<Gate> gate() {
    return Optional.of(new Gate(List.of(LEAD, SUBMITTER), true, 3_600_000));
  }

  private PlannedStep prompts(String id, List<String> after) {
    return of(
        id, StepKind.PROMPT, after, 1 + dice.below(3), Effect.NONE, true, false, Optional.empty());
  }

  private PlannedStep tool(
      String id,
      List<String> after,
      Effect effect,
      boolean idempotent,
      boolean queryable,
      Optional<Gate> gate) {
    return of(id, StepKind.TOOL, after, 0, effect, idempotent, queryable, gate);
  }

  private static PlannedStep partial() {
    return of(
        "partial_result",
        StepKind.PARTIAL,
        List.of(),
        0,
        Effect.NONE,
        true,
        false,
        Optional.empty());
  }

  /**
   * @param parallel 0 for a step without items
   */
  private static PlannedStep of(
      String id,
      StepKind kind,
      List<String> after,
      int parallel,
      Effect effect,
      boolean idempotent,
      boolean queryable,
      Optional<Gate> gate) {
    boolean last = kind == StepKind.PARTIAL;
    return new PlannedStep(
            id,
            kind,
            kind == StepKind.PROMPT || last ? Stage.GENERATE : Stage.TOOL,
            after,
            parallel > 0,
            parallel > 0,
            Math.max(1, parallel),
            last ? "" : "test." + id,
            effect,
            idempotent,
            new Retry(3, 1000, 2, 60_000, last ? OnExhausted.CONTINUE : OnExhausted.ESCALATE),
            60_000,
            gate)
        .queryable(queryable);
  }
}
