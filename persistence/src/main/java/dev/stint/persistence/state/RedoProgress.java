package dev.stint.persistence.state;

import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Round;
import java.util.List;
import java.util.Optional;

/** Questions about steps that a check has done again. Pure. */
public final class RedoProgress {
  private RedoProgress() {}

  /** The check that may have the step done again, whatever its round. */
  public static Optional<PlannedStep> check(Plan plan, String step) {
    String own = Iteration.own(step);
    for (PlannedStep planned : plan.steps()) {
      boolean first = planned.redo().isPresent() && !Iteration.is(planned.id());
      if (first && planned.redo().get().steps().contains(own)) return Optional.of(planned);
    }
    return Optional.empty();
  }

  /** The newest round of a check's steps, from 1. */
  public static int round(RunState state, String check) {
    return state.course().rounds().getOrDefault(Iteration.own(check), 1);
  }

  /**
   * Which step is meant where one reads {@code own}: within a round that round's, from elsewhere
   * that of the newest. Nothing when no check has it done again.
   *
   * @param own a step of the job
   * @param at the step that reads
   */
  public static Optional<String> meant(RunState state, String own, String at) {
    if (state.course().rounds().isEmpty() || Iteration.is(own)) return Optional.empty();
    Optional<PlannedStep> check = check(state.submitted().plan(), own);
    if (check.isEmpty()) return Optional.empty();
    List<String> again = check.get().redo().orElseThrow().steps();
    boolean inside = again.contains(Iteration.own(at));
    return Optional.of(Round.at(own, inside ? Round.of(at) : round(state, check.get().id())));
  }

  /** The step as it is known outside of its rounds: that of the newest. */
  public static String newest(RunState state, String own) {
    return meant(state, own, "").orElse(own);
  }

  /** The round that took the place of this step's; nothing while it is the newest. */
  public static Optional<Integer> replacedBy(RunState state, String step) {
    if (state.course().rounds().isEmpty()) return Optional.empty();
    return check(state.submitted().plan(), step)
        .map(check -> round(state, check.id()))
        .filter(newest -> Round.of(step) < newest);
  }

  /** The same of a step that another one waits for. */
  static String awaited(RunState state, String dependency) {
    if (Iteration.is(dependency)) return dependency;
    return newest(state, dependency);
  }

  /**
   * What the check of the round before found: its unit, for a step of a later round.
   *
   * @param at the step, or a turn or call of it
   */
  public static Optional<StepState> findings(RunState state, String at) {
    int round = Round.of(at);
    if (round < 2 || state.course().rounds().isEmpty()) return Optional.empty();
    return check(state.submitted().plan(), at)
        .map(check -> state.steps().get(Round.at(check.id(), round - 1)));
  }
}
