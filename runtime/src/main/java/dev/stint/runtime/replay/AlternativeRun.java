package dev.stint.runtime.replay;

import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.TimelineText;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.replay.Alternative.Flip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A recorded run's commands, decided one after the other on a state of their own, under other
 * rules. What was asked for and what came of it stays as recorded; only what is decided changes.
 * Pure but for the values that {@link Changes} reads; belongs to one replay.
 */
final class AlternativeRun implements Redecision.Observer {
  /** What the other rules make of a command. */
  @FunctionalInterface
  interface Changes {
    RunCommand of(Optional<RunState> recorded, RunCommand command);
  }

  private record Waiting(RunCommand command, int from, int to) {}

  private final List<Recorded> history;
  private final Changes changes;
  private final List<Flip> flips = new ArrayList<>();
  private List<Waiting> later = new ArrayList<>();
  private Optional<RunState> state = Optional.empty();

  AlternativeRun(List<Recorded> history, Changes changes) {
    this.history = history;
    this.changes = changes;
  }

  List<Flip> flips() {
    return flips;
  }

  Optional<RunState> state() {
    return state;
  }

  @Override
  public void decided(Optional<RunState> before, RunCommand command, int from, int to) {
    decide(new Waiting(changes.of(before, command), from, to));
    settle(from);
    List<Waiting> waiting = later;
    later = new ArrayList<>();
    waiting.forEach(this::decide);
  }

  private void decide(Waiting asked) {
    Recorded first = history.get(asked.from());
    switch (RunDecisions.decide(state, asked.command(), first.by(), first.at())) {
      case Decision.Persist persist -> {
        compare(asked, persist.events());
        state = Optional.of(RunDecisions.fold(state, persist.events(), first.by(), first.at()));
      }
      case Decision.Later _ -> later.add(asked);
      // The outcome of a call whose permit still waits comes after that permit, or its reservation
      // would be held for ever. Anything else that was asked after the runs parted makes no sense.
      case Decision.Reject _ when !later.isEmpty() -> later.add(asked);
      case Decision.Reject _, Decision.Unchanged _ -> {}
    }
  }

  /** Calls in flight when a run is halted end there; the runtime bills them whole. */
  private void settle(int at) {
    RunState now = state.orElseThrow();
    if (now.phase() instanceof Phase.Stopping stopping && stopping.atOnce() && now.anyInFlight()) {
      Recorded when = history.get(at);
      var quiesced = new RunCommand.Quiesced(List.of(), List.of());
      if (RunDecisions.decide(state, quiesced, Recorded.SYSTEM, when.at())
          instanceof Decision.Persist persist) {
        state = Optional.of(RunDecisions.fold(state, persist.events(), Recorded.SYSTEM, when.at()));
      }
    }
  }

  private void compare(Waiting asked, List<RunEvent> decided) {
    List<RunEvent> recorded = new ArrayList<>();
    for (Recorded one : history.subList(asked.from(), asked.to())) {
      recorded.add((RunEvent) one.event());
    }
    List<RunEvent> instead = withoutAlerts(decided);
    List<RunEvent> was = withoutAlerts(recorded);
    for (int i = 0; i < Math.max(instead.size(), was.size()); i++) {
      RunEvent left = i < was.size() ? was.get(i) : null;
      RunEvent right = i < instead.size() ? instead.get(i) : null;
      if (left == null || right == null || left.getClass() != right.getClass()) {
        flips.add(flip(asked.from() + i + 1L, left, right));
        return;
      }
    }
  }

  private static List<RunEvent> withoutAlerts(List<RunEvent> events) {
    return events.stream().filter(e -> !(e instanceof RunEvent.BudgetAlerted)).toList();
  }

  private static Flip flip(long seq, RunEvent was, RunEvent instead) {
    RunEvent either = instead == null ? was : instead;
    return new Flip(
        seq,
        subject(either),
        was == null ? "" : EventNames.of(was),
        instead == null ? "" : EventNames.of(instead),
        either instanceof RunEvent.PolicyViolated violated ? violated.verdict().rule() : "",
        instead == null ? "" : TimelineText.text(instead));
  }

  private static String subject(RunEvent event) {
    return switch (event) {
      case RunEvent.PolicyViolated e -> e.unit().toString();
      case RunEvent.BudgetExhausted e -> e.unit().toString();
      case ApprovalEvent.Requested e -> e.unit().toString();
      default -> TimelineText.subject(event);
    };
  }
}
