package dev.stint.runtime.replay;

import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import java.util.List;
import java.util.Optional;

/**
 * Decides a recorded history again (H3, invariant 6): from the state before and the first event of
 * each batch it infers what was asked, has {@link RunDecisions} decide, and requires that exactly
 * the decided events stand next in the record, by the same author at the same time. Pure; total
 * over every list of run events, doctored ones included.
 *
 * <p>Batches are not marked in the record. Going command by command needs no marks: a decided batch
 * is a prefix of what remains, and what the rules decide ends where the next command begins. A
 * history cut in the middle of a batch diverges at its end, since a batch is stored whole or not at
 * all.
 */
public final class Redecision {
  /** Told of every command that was decided again. */
  public interface Observer {
    /**
     * @param before the state that was decided on; nothing for a submission
     * @param from index of the command's first event in the history
     * @param to index after its last
     */
    void decided(Optional<RunState> before, RunCommand command, int from, int to);
  }

  /**
   * @param events that hold
   * @param commands that were decided again to the same events
   * @param state the fold of what holds
   */
  public record Result(
      long events, long commands, Optional<RunState> state, Optional<Divergence> divergence) {}

  private final List<Recorded> history;
  private Optional<RunState> state = Optional.empty();
  private int next;
  private long commands;

  private Redecision(List<Recorded> history) {
    this.history = history;
  }

  /** The first place where the history is not what the rules decide; nothing when it holds. */
  public static Optional<Divergence> firstDivergence(List<Recorded> history) {
    return of(history, (_, _, _, _) -> {}).divergence();
  }

  /**
   * @param history from its first event on
   */
  public static Result of(List<Recorded> history, Observer observer) {
    return new Redecision(history).run(observer);
  }

  private Result run(Observer observer) {
    Optional<Divergence> divergence = Optional.empty();
    while (divergence.isEmpty() && next < history.size()) {
      divergence = step(observer);
    }
    return new Result(next, commands, state, divergence);
  }

  private Optional<Divergence> step(Observer observer) {
    try {
      return decideNext(observer);
    } catch (RuntimeException e) {
      // A record can hold what no version of Stint writes, such as a plan that waits for a step
      // it does not have. That is a finding about the record, not a failure of its reader.
      return Optional.of(
          new Divergence(
              next + 1L,
              String.valueOf(EventNames.of(history.get(next).event())),
              "an event that can follow the history before it",
              "one that cannot be decided: " + e.getMessage()));
    }
  }

  private Optional<Divergence> decideNext(Observer observer) {
    Recorded first = history.get(next);
    if (!(first.event() instanceof RunEvent event)) {
      return Optional.of(unexpected("an event of a run", "one of a job"));
    }
    if (state.isEmpty() && !(event instanceof RunEvent.Submitted)) {
      return Optional.of(
          unexpected("run.submitted, which begins every history", EventNames.of(event)));
    }
    Optional<String> missing = state.flatMap(s -> Known.missing(s, event));
    if (missing.isPresent()) {
      return Optional.of(
          unexpected("steps, units and approvals of this run", missing.get() + ", which it lacks"));
    }
    List<RunCommand> candidates =
        state
            .map(s -> CommandInference.of(s, history, next))
            .orElseGet(() -> LifecycleCommands.submit(history, next));
    Match best = new Match(-1, Optional.empty());
    for (RunCommand command : candidates) {
      Match match = match(command, first);
      if (match.differs().isEmpty()) {
        accept(command, match.events(), observer);
        return Optional.empty();
      }
      if (match.events() > best.events()) best = match;
    }
    return best.differs()
        .or(() ->
            Optional.of(
                unexpected(
                    "an event that somebody asked for, or what follows from the one before",
                    EventDifference.describe(event) + ", which does not follow here")));
  }

  /**
   * @param events that stand in the record as decided
   */
  private record Match(int events, Optional<Divergence> differs) {}

  private Match match(RunCommand command, Recorded first) {
    return switch (RunDecisions.decide(state, command, first.by(), first.at())) {
      case Decision.Persist persist -> compare(persist.events(), first);
      case Decision.Reject reject -> refused(first, reject.rejection().message());
      case Decision.Unchanged _ -> refused(first, "it already was so");
      case Decision.Later _ ->
          refused(first, "its tokens are held by calls in flight, so that it had to wait");
    };
  }

  private Match refused(Recorded first, String why) {
    return new Match(
        0,
        Optional.of(
            unexpected(
                "no such event, because the run refuses it: " + why,
                EventDifference.describe((RunEvent) first.event()))));
  }

  private Match compare(List<RunEvent> decided, Recorded first) {
    for (int i = 0; i < decided.size(); i++) {
      long seq = next + i + 1L;
      if (next + i == history.size()) {
        return new Match(i, Optional.of(ended(seq, decided.get(i))));
      }
      Recorded found = history.get(next + i);
      RunEvent event = OlderShapes.as(decided.get(i), found.event());
      Optional<Divergence> differs =
          EventDifference.between(seq, Recorded.of(first.at(), first.by(), event), found);
      if (differs.isPresent()) return new Match(i, differs);
    }
    return new Match(decided.size(), Optional.empty());
  }

  private static Divergence ended(long seq, RunEvent expected) {
    return new Divergence(
        seq, "the end of the history", EventDifference.describe(expected), "nothing");
  }

  private void accept(RunCommand command, int events, Observer observer) {
    observer.decided(state, command, next, next + events);
    for (int i = 0; i < events; i++) {
      state = Optional.of(RunFold.apply(state, history.get(next + i)));
    }
    next += events;
    commands++;
  }

  private Divergence unexpected(String expected, String found) {
    return new Divergence(next + 1L, EventNames.of(history.get(next).event()), expected, found);
  }
}
