package dev.stint.runtime.decision;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code decide(state, command, by, now)}: the rules of a run. Pure, total, deterministic: the same
 * arguments give the same decision, on any machine, at any time (invariant 6).
 */
public final class RunDecisions {
  private RunDecisions() {}

  /**
   * @param state nothing for a run that does not exist yet
   * @param by who asks: {@code user:...} or {@code system}
   */
  public static Decision decide(
      Optional<RunState> state, RunCommand command, String by, Instant now) {
    Decision first = answer(state, command, by, now);
    return switch (first) {
      case Decision.Persist persist -> withConsequences(state, persist, by, now);
      case Decision.Reject _, Decision.Unchanged _, Decision.Later _ -> first;
    };
  }

  private static Decision answer(
      Optional<RunState> state, RunCommand command, String by, Instant now) {
    if (command instanceof RunCommand.Submit submit) {
      return ControlDecisions.submit(state, submit, by);
    }
    if (state.isEmpty()) {
      return Decision.reject(Rejection.notFound("run_not_found", "there is no such run"));
    }
    return switch (command) {
      case RunCommand.Control control -> ControlDecisions.decide(state.get(), control, now);
      case StepCommand progress -> ProgressDecisions.decide(state.get(), progress, now);
      case DoubtCommand doubting -> DoubtDecisions.decide(state.get(), doubting, now);
      case ApprovalCommand approving -> ApprovalDecisions.decide(state.get(), approving, by, now);
      case CustodyCommand keeping -> CustodyDecisions.decide(state.get(), keeping, by, now);
    };
  }

  /** Adds what follows from the events at once, so that cause and consequence share a flush. */
  private static Decision withConsequences(
      Optional<RunState> before, Decision.Persist persist, String by, Instant now) {
    List<RunEvent> events = new ArrayList<>(persist.events());
    RunState state = fold(before, persist.events(), by, now);
    List<RunEvent> more = Consequences.of(state, now);
    while (!more.isEmpty()) {
      events.addAll(more);
      state = fold(Optional.of(state), more, by, now);
      more = Consequences.of(state, now);
    }
    return new Decision.Persist(events);
  }

  /** The state after {@code events}, all decided by {@code by} at {@code now}. */
  public static RunState fold(
      Optional<RunState> before, List<RunEvent> events, String by, Instant now) {
    Optional<RunState> state = before;
    for (RunEvent event : events) {
      state = Optional.of(RunFold.apply(state, Recorded.of(now, by, event)));
    }
    return state.orElseThrow();
  }
}
