package dev.stint.runtime.decision;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans and submissions for tests, in the words of the product. */
final class Plans {
  static final RunId RUN = new RunId("run-2026-06-17-legal-7k3m9qx2ab");
  static final TokenBudget BUDGET = new TokenBudget(750, 1000, 100, true, 0, true);

  private Plans() {}

  static PlannedStep tool(String id, String... dependsOn) {
    return step(id, StepKind.TOOL, Effect.READ, true, Optional.empty(), dependsOn);
  }

  static PlannedStep riskyWrite(String id, String... dependsOn) {
    return step(id, StepKind.TOOL, Effect.WRITE, false, Optional.empty(), dependsOn);
  }

  /** A risky write whose tool can be asked. */
  static PlannedStep queryableWrite(String id, String... dependsOn) {
    return riskyWrite(id, dependsOn).queryable(true);
  }

  static PlannedStep gated(String id, String... dependsOn) {
    Gate gate = new Gate(List.of("user:lead"), true, 3_600_000);
    return step(id, StepKind.TOOL, Effect.WRITE, true, Optional.of(gate), dependsOn);
  }

  static PlannedStep prompt(String id, String... dependsOn) {
    return step(id, StepKind.PROMPT, Effect.NONE, true, Optional.empty(), dependsOn);
  }

  static PlannedStep forEach(String id, int maxParallel, String... dependsOn) {
    PlannedStep p = prompt(id, dependsOn);
    return new PlannedStep(
        id,
        p.kind(),
        p.stage(),
        p.dependsOn(),
        true,
        true,
        maxParallel,
        p.uses(),
        p.effect(),
        true,
        p.retry(),
        p.timeoutMs(),
        Optional.empty());
  }

  static PlannedStep wait(String id) {
    return step(id, StepKind.WAIT, Effect.NONE, true, Optional.empty());
  }

  static PlannedStep signal(String id, String... dependsOn) {
    return step(id, StepKind.SIGNAL, Effect.NONE, true, Optional.empty(), dependsOn);
  }

  static PlannedStep partial() {
    PlannedStep p = step("partial_result", StepKind.PARTIAL, Effect.NONE, true, Optional.empty());
    return new PlannedStep(
        p.id(),
        p.kind(),
        Stage.GENERATE,
        List.of(),
        false,
        false,
        1,
        "",
        Effect.NONE,
        true,
        new Retry(2, 100, 2, 1000, OnExhausted.CONTINUE),
        1000,
        Optional.empty());
  }

  private static PlannedStep step(
      String id,
      StepKind kind,
      Effect effect,
      boolean idempotent,
      Optional<Gate> gate,
      String... dependsOn) {
    return new PlannedStep(
        id,
        kind,
        kind == StepKind.PROMPT ? Stage.GENERATE : Stage.TOOL,
        List.of(dependsOn),
        false,
        false,
        1,
        "test." + id,
        effect,
        idempotent,
        new Retry(3, 1000, 2, 60_000, OnExhausted.ESCALATE),
        60_000,
        gate);
  }

  static Submitted submission(PlannedStep... steps) {
    return submission(BUDGET, steps);
  }

  static Submitted submission(TokenBudget budget, PlannedStep... steps) {
    return new Submitted(
        RUN,
        new JobRef("job", "1.0.0", "d1"),
        new Plan(List.of(steps), "plan-hash"),
        "inputs",
        "group:owners",
        "legal",
        Map.of(),
        0,
        budget,
        "policy-hash",
        "request-hash",
        false,
        false,
        Optional.empty(),
        Optional.empty());
  }
}
