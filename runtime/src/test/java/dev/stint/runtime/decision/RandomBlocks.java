package dev.stint.runtime.decision;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.config.spec.Stage;
import dev.stint.config.spec.Within;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.persistence.event.RedoPlan;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Branches, loops and child runs for simulations: what they hold, and how they go. */
public final class RandomBlocks {
  private static final long CHILD_TOKENS = 60;

  private RandomBlocks() {}

  /** A branch with its steps, a loop, a check that has steps done again, or another job's run. */
  public static List<PlannedStep> steps(String id, List<String> after, IntUnaryOperator dice) {
    return switch (dice.applyAsInt(4)) {
      case 3 -> redone(id, after, dice);
      case 0 -> branch(id, after, Optional.empty(), dice);
      case 1 -> List.of(loop(id, after, Optional.empty(), dice, 0));
      default -> List.of(job(id, after, Optional.empty()));
    };
  }

  private static List<PlannedStep> branch(
      String id, List<String> after, Optional<Within> place, IntUnaryOperator dice) {
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(
        of(id, StepKind.BRANCH, after, Effect.NONE, true)
            .with(place, none(), childless(), Optional.empty()));
    for (int arm = 0; arm < 2; arm++) {
      Optional<Within> inside = Optional.of(new Within(id, arm));
      String first = id + "_a" + arm;
      boolean writes = dice.applyAsInt(2) == 0;
      steps.add(
          of(first, StepKind.TOOL, List.of(), writes ? Effect.WRITE : Effect.READ, !writes)
              .with(inside, none(), childless(), Optional.empty()));
      if (dice.applyAsInt(2) == 0) steps.add(job(id + "_b" + arm, List.of(first), inside));
    }
    return steps;
  }

  private static PlannedStep loop(
      String id, List<String> after, Optional<Within> place, IntUnaryOperator dice, int depth) {
    Optional<Within> inside = Optional.of(new Within(id, 0));
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(
        of(id + "_w", StepKind.TOOL, List.of(), Effect.WRITE, dice.applyAsInt(2) == 0)
            .with(inside, none(), childless(), Optional.empty()));
    switch (dice.applyAsInt(5)) {
      case 0 -> steps.addAll(branch(id + "_r", List.of(id + "_w"), inside, dice));
      case 1 -> steps.add(job(id + "_j", List.of(id + "_w"), inside));
      case 2 -> {
        if (depth == 0) steps.add(loop(id + "_l", List.of(id + "_w"), inside, dice, 1));
      }
      case 3 ->
          steps.add(
              RandomAgents.step(id + "_g", List.of(id + "_w"), dice, Optional.empty())
                  .with(inside, none(), childless(), Optional.empty()));
      default -> {}
    }
    boolean fails = dice.applyAsInt(3) == 0;
    var plan = new LoopPlan(1 + dice.applyAsInt(3), fails, steps);
    return of(id, StepKind.LOOP, after, Effect.NONE, true)
        .with(place, Optional.of(plan), childless(), Optional.empty());
  }

  /** A write, an agent or neither, and a check that may have it done again. */
  private static List<PlannedStep> redone(String id, List<String> after, IntUnaryOperator dice) {
    String first = id + "_d";
    PlannedStep work =
        dice.applyAsInt(3) == 0
            ? RandomAgents.step(first, after, dice, Optional.empty())
            : of(first, StepKind.TOOL, after, Effect.WRITE, dice.applyAsInt(2) == 0);
    var redo = new RedoPlan(1 + dice.applyAsInt(3), List.of(first, id));
    PlannedStep check =
        of(id, StepKind.CHECK, List.of(first), Effect.NONE, true)
            .with(Optional.empty(), none(), childless(), Optional.of(redo));
    return List.of(work, check);
  }

  /** What the outcome of a check says; now and then it asks for a round that the plan has not. */
  public static Map<String, String> outcome(PlannedStep planned, IntUnaryOperator dice) {
    if (planned.redo().isEmpty() || dice.applyAsInt(2) == 0) return Map.of();
    boolean more = RedoDecisions.left(planned) || dice.applyAsInt(4) == 0;
    return more ? Map.of(RedoDecisions.PIN, planned.redo().get().steps().getFirst()) : Map.of();
  }

  static PlannedStep job(String id, List<String> after, Optional<Within> place) {
    var child = new ChildPlan(new JobRef("child", "1.0.0", "d9"), CHILD_TOKENS);
    return of(id, StepKind.JOB, after, Effect.NONE, true)
        .with(place, none(), Optional.of(child), Optional.empty());
  }

  /** A job that an agent may ask for. */
  static AgentPlan.Tool asTool(String name) {
    var child = new ChildPlan(new JobRef("child", "1.0.0", "d9"), CHILD_TOKENS);
    return new AgentPlan.Tool(
        name,
        Effect.NONE,
        true,
        false,
        new Retry(3, 1000, 2, 60_000, OnExhausted.CONTINUE),
        60_000,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new AgentPlan.SubJob(child, "does it", "{}")));
  }

  private static Optional<LoopPlan> none() {
    return Optional.empty();
  }

  private static Optional<ChildPlan> childless() {
    return Optional.empty();
  }

  private static PlannedStep of(
      String id, StepKind kind, List<String> after, Effect effect, boolean idempotent) {
    return new PlannedStep(
        id,
        kind,
        Stage.TOOL,
        after,
        false,
        kind == StepKind.BRANCH || kind == StepKind.LOOP,
        1,
        kind == StepKind.TOOL ? "test." + id : "",
        effect,
        idempotent,
        new Retry(3, 1000, 2, 60_000, OnExhausted.ESCALATE),
        60_000,
        Optional.empty());
  }

  /** What an evaluation of the step may come to. */
  public static StepCommand evaluated(RunState state, String step, IntUnaryOperator dice) {
    if (step.equals(PlannerSpec.PLAN) && RunProgress.toFix(state)) return made(state);
    Optional<PlannedStep> planned = state.plan().find(step);
    if (planned.isPresent() && BlockProgress.toJudge(state, planned.get())) {
      int iteration = state.course().loops().get(step).iteration();
      return new StepCommand.JudgeLoop(step, iteration, dice.applyAsInt(2) == 0);
    }
    if (dice.applyAsInt(8) == 0) return new StepCommand.SkipStep(step, "when");
    boolean branch = planned.filter(p -> p.kind() == StepKind.BRANCH).isPresent();
    return branch
        ? new StepCommand.TakeBranch(step, dice.applyAsInt(3) - 1)
        : new StepCommand.Expand(step, dice.applyAsInt(4));
  }

  /** A step that has a model plan the rest. */
  public static PlannedStep planning() {
    var tries = new RedoPlan(2, List.of(PlannerSpec.PLAN));
    return of(PlannerSpec.PLAN, StepKind.PLAN, List.of(), Effect.NONE, true)
        .with(Optional.empty(), none(), childless(), Optional.of(tries));
  }

  private static StepCommand.FixPlan made(RunState state) {
    String newest = RedoProgress.newest(state, PlannerSpec.PLAN);
    var unit = (UnitState.Succeeded) state.steps().get(newest).units().getFirst();
    List<PlannedStep> steps =
        List.of(
            of("made_look", StepKind.TOOL, List.of(), Effect.READ, true),
            of("made_write", StepKind.TOOL, List.of("made_look"), Effect.WRITE, false));
    return new StepCommand.FixPlan(unit.output(), steps, "hash of " + unit.output());
  }

  /** What a permit of the unit names beside its arguments. */
  public static Map<String, String> pins(RunState state, UnitId unit) {
    Optional<PlannedStep> planned = state.plan().find(unit.step());
    if (planned.filter(p -> p.kind() == StepKind.JOB).isEmpty()) return Map.of();
    if (state.findUnit(unit).isEmpty()) return Map.of();
    int attempt = state.unit(unit).tries().started() + 1;
    String run = state.submitted().run().child(unit, attempt).value();
    return Map.of(ChildDecisions.RUN, run);
  }

  /** Tokens that a child of the step uses at most. */
  public static long worstCase(Optional<PlannedStep> planned) {
    return planned.flatMap(PlannedStep::child).map(ChildPlan::tokens).orElse(0L);
  }

  /** How a child may end; one that is recalled does not succeed. */
  public static RunCommand.ReportChild end(
      UnitId unit, UnitState.Child child, boolean recalled, boolean fair, IntUnaryOperator dice) {
    RunStatus status =
        recalled
            ? RunStatus.KILLED
            : fair || dice.applyAsInt(4) > 0 ? RunStatus.SUCCEEDED : RunStatus.FAILED;
    long spent = dice.applyAsInt((int) child.reserved() + 1);
    return new RunCommand.ReportChild(
        unit,
        child.run(),
        status,
        Map.of(Stage.GENERATE, spent),
        "result of " + child.run(),
        Optional.empty(),
        Optional.empty());
  }
}
