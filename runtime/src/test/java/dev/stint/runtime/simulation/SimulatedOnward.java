package dev.stint.runtime.simulation;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.decision.Succession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What {@code Onward} does: a report and what follows it become one batch. */
final class SimulatedOnward {
  /** A permit that the batch holds, and what it was asked for with. */
  record Start(AttemptStarted permit, StepCommand.RequestPermit request) {}

  private final RunCommand command;
  private final Instant now;
  private final Optional<RunState> before;
  private final Predicate<UnitId> mayStart;
  private List<RunEvent> events;
  private boolean settled;
  private Optional<Start> start = Optional.empty();

  SimulatedOnward(
      Optional<RunState> before,
      RunCommand command,
      List<RunEvent> outcome,
      Instant now,
      Predicate<UnitId> mayStart) {
    this.before = before;
    this.command = command;
    this.events = outcome;
    this.now = now;
    this.mayStart = mayStart;
  }

  void follow(Guess guess) {
    boolean same = before.filter(run -> run.seq() == guess.seq()).isPresent();
    for (Guess.Done done : guess.computed()) {
      if (done.request().equals(command)) {
        settled = succeeded(done, List.of());
        if (!settled) return;
      } else if (!same || !mayStart.test(done.request().unit()) || !follow(done)) {
        return;
      }
    }
    guess.request().filter(request -> same && mayStart.test(request.unit())).ifPresent(this::start);
  }

  private boolean follow(Guess.Done done) {
    Optional<Decision.Persist> permit = Succession.permit(state(List.of()), done.request(), now);
    return permit.isPresent() && succeeded(done, permit.get().events());
  }

  private boolean succeeded(Guess.Done done, List<RunEvent> permit) {
    Optional<RunState> inFlight = Optional.of(state(permit));
    if (!(RunDecisions.decide(inFlight, done.report(), Recorded.SYSTEM, now)
        instanceof Decision.Persist success)) {
      return false;
    }
    events = and(and(events, permit), success.events());
    return true;
  }

  private void start(StepCommand.RequestPermit request) {
    Succession.permit(state(List.of()), request, now)
        .ifPresent(permit -> {
          events = and(events, permit.events());
          start = Optional.of(new Start((AttemptStarted) permit.events().getFirst(), request));
        });
  }

  private RunState state(List<RunEvent> more) {
    return RunDecisions.fold(before, and(events, more), Recorded.SYSTEM, now);
  }

  private static List<RunEvent> and(List<RunEvent> first, List<RunEvent> second) {
    List<RunEvent> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  List<RunEvent> events() {
    return events;
  }

  boolean settled() {
    return settled;
  }

  Optional<Start> start() {
    return start;
  }
}
