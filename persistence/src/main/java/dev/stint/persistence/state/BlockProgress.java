package dev.stint.persistence.state;

import dev.stint.config.spec.Within;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.PlannedStep;
import java.util.List;

/** Questions about branches and loops, and the steps inside of them. Pure. */
public final class BlockProgress {
  private BlockProgress() {}

  /** Whether the blocks around a step have come to it: nothing else keeps it from starting. */
  static boolean open(RunState state, PlannedStep step) {
    if (step.within().isEmpty()) return true;
    Within place = step.within().get();
    StepState block = state.steps().get(place.block());
    return block.expanded() && !block.done() && here(state, place);
  }

  /** Whether the step is on the way that the run took. */
  public static boolean taken(RunState state, PlannedStep step) {
    if (step.within().isEmpty()) return true;
    Within place = step.within().get();
    boolean block = state.plan().find(place.block()).filter(b -> taken(state, b)).isPresent();
    return block && here(state, place);
  }

  private static boolean here(RunState state, Within place) {
    return state.course().loops().containsKey(place.block())
        || state.course().arms().getOrDefault(place.block(), -1) == place.arm();
  }

  /** The steps that stand directly in a block: in that arm, or that iteration. */
  public static List<PlannedStep> inside(RunState state, String block, int arm) {
    Within place = new Within(block, arm);
    return state.plan().steps().stream()
        .filter(step -> step.within().filter(place::equals).isPresent())
        .toList();
  }

  private static boolean settled(RunState state, String block, int arm) {
    return inside(state, block, arm).stream().allMatch(step -> state.steps().get(step.id()).done());
  }

  /** Whether a branch has gone its way to the end. */
  static boolean branchEnded(RunState state, String branch) {
    Integer arm = state.course().arms().get(branch);
    return arm != null && settled(state, branch, arm);
  }

  /** Whether an iteration has ended and the loop's condition is to be asked. */
  public static boolean toJudge(RunState state, PlannedStep step) {
    Course.Loop loop = state.course().loops().get(step.id());
    return step.loop().isPresent()
        && loop != null
        && !loop.judged()
        && settled(state, step.id(), loop.iteration());
  }

  /** Whether no further iteration follows. */
  public static boolean loopEnded(RunState state, PlannedStep step) {
    Course.Loop loop = state.course().loops().get(step.id());
    LoopPlan plan = step.loop().orElseThrow();
    return loop != null && loop.judged() && (loop.done() || loop.iteration() >= plan.max());
  }
}
