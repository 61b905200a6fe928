package dev.stint.runtime.decision;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.persistence.state.Course;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How branches and loops go: what is skipped, and what comes next. Pure. */
public final class BlockDecisions {
  /** Code of the failure of a loop whose condition never held. */
  public static final String EXHAUSTED = "loop_exhausted";

  private BlockDecisions() {}

  static Decision take(RunState state, StepCommand.TakeBranch take) {
    boolean branch = state.plan().step(take.step()).kind() == StepKind.BRANCH;
    return branch
        ? Decision.persist(new StepEvent.BranchTaken(take.step(), take.arm()))
        : new Decision.Unchanged();
  }

  static Decision judge(RunState state, StepCommand.JudgeLoop judge) {
    Optional<PlannedStep> planned = state.plan().find(judge.step());
    Course.Loop loop = state.course().loops().get(judge.step());
    boolean asked =
        planned.isPresent()
            && !state.steps().get(judge.step()).done()
            && BlockProgress.toJudge(state, planned.get())
            && loop.iteration() == judge.iteration();
    return asked
        ? Decision.persist(new PlanEvent.LoopJudged(judge.step(), judge.iteration(), judge.done()))
        : new Decision.Unchanged();
  }

  /** What follows for the blocks of a running run at once; empty when nothing does. */
  static List<RunEvent> follow(RunState state) {
    if (!hasBlocks(state)) return List.of();
    List<RunEvent> skipped = new ArrayList<>();
    for (PlannedStep planned : state.plan().steps()) {
      StepState step = state.steps().get(planned.id());
      if (step.done()) continue;
      passedBy(state, planned).ifPresent(why -> skipped.add(new StepEvent.Skipped(step.id(), why)));
      if (planned.kind() == StepKind.LOOP && step.expanded()) {
        Optional<RunEvent> next = next(state, planned);
        if (next.isPresent()) return List.of(next.get());
      }
    }
    return skipped;
  }

  private static boolean hasBlocks(RunState state) {
    return blocks(state.submitted().plan().steps())
        || state.course().made().filter(made -> blocks(made.steps())).isPresent();
  }

  private static boolean blocks(List<PlannedStep> steps) {
    for (PlannedStep step : steps) {
      if (step.kind() == StepKind.BRANCH || step.kind() == StepKind.LOOP) return true;
    }
    return false;
  }

  /** Why a step will not run any more, when the run goes another way. */
  private static Optional<String> passedBy(RunState state, PlannedStep planned) {
    if (planned.within().isEmpty()) return Optional.empty();
    String block = planned.within().get().block();
    StepState around = state.steps().get(block);
    if (around.skipped().isPresent()) return Optional.of(block + " is skipped");
    if (around.failure().isPresent()) return Optional.of(block + " failed");
    Integer arm = state.course().arms().get(block);
    if (arm == null || arm == planned.within().get().arm()) return Optional.empty();
    return Optional.of("branch " + block + " took " + (arm < 0 ? "no case" : "case " + (arm + 1)));
  }

  private static Optional<RunEvent> next(RunState state, PlannedStep planned) {
    Course.Loop loop = state.course().loops().get(planned.id());
    if (loop == null) return Optional.of(new PlanEvent.LoopPlanned(planned.id(), 1));
    if (!loop.judged() || loop.done()) return Optional.empty();
    var plan = planned.loop().orElseThrow();
    if (loop.iteration() < plan.max()) {
      return Optional.of(new PlanEvent.LoopPlanned(planned.id(), loop.iteration() + 1));
    }
    return plan.failAtMax()
        ? Optional.of(
            ProgressDecisions.stepFailed(
                state,
                planned.id(),
                Failure.terminal(
                    EXHAUSTED, "its condition did not hold after " + plan.max() + " iteration(s)")))
        : Optional.empty();
  }
}
