package dev.stint.runtime.decision;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a write of which nobody knows whether it happened (AU-1): its tool is asked where
 * it can be, and a person where it cannot. It is never repeated on a guess. Pure.
 */
final class DoubtDecisions {
  /** After this many questions without an answer a person is asked instead. */
  static final int MAX_QUERIES = 5;

  private DoubtDecisions() {}

  static Decision decide(RunState state, DoubtCommand command, Instant now) {
    return switch (command) {
      case DoubtCommand.ResolveDoubt resolve -> resolve(state, resolve);
      case DoubtCommand.QueryDoubt query -> query(state, query.unit(), now);
      case DoubtCommand.ReportQuery report -> report(state, report, now);
    };
  }

  private static Decision resolve(RunState state, DoubtCommand.ResolveDoubt resolve) {
    if (doubt(state, resolve.unit()).isEmpty() || !(state.phase() instanceof Phase.Running)) {
      return Decision.reject(
          Rejection.conflict("not_in_doubt", "step " + resolve.unit() + " is not in doubt"));
    }
    return Decision.persist(
        new StepEvent.DoubtResolved(
            resolve.unit(),
            resolve.happened(),
            resolve.output(),
            resolve.comment(),
            Optional.empty()));
  }

  private static Decision query(RunState state, UnitId unit, Instant now) {
    Optional<UnitState.InDoubt> due =
        doubt(state, unit)
            .filter(doubt -> doubt.open() && doubt.query() == UnitState.Query.DUE)
            .filter(doubt -> doubt.askAt().filter(now::isBefore).isEmpty());
    if (due.isEmpty() || !(state.phase() instanceof Phase.Running) || !queryable(state, unit)) {
      return new Decision.Unchanged();
    }
    return Decision.persist(new StepEvent.DoubtQueried(unit, due.get().queries() + 1));
  }

  /** Only the answer to the question that is out counts; any other changes nothing. */
  private static Decision report(RunState state, DoubtCommand.ReportQuery report, Instant now) {
    UnitId unit = report.unit();
    boolean awaited =
        doubt(state, unit)
            .filter(d -> d.query() == UnitState.Query.ASKED && d.queries() == report.query())
            .isPresent();
    if (!awaited || !goesOn(state)) return new Decision.Unchanged();
    return Decision.persist(
        switch (report.answer()) {
          case HAPPENED -> resolved(report, true, report.output());
          case DID_NOT_HAPPEN -> resolved(report, false, "");
          case UNKNOWN -> unanswered(report, Optional.empty());
          case UNREACHABLE -> unanswered(report, again(state, report, now));
        });
  }

  private static RunEvent resolved(
      DoubtCommand.ReportQuery report, boolean happened, String output) {
    return new StepEvent.DoubtResolved(
        report.unit(),
        happened,
        output,
        report.comment(),
        Optional.of(StepEvent.DoubtResolved.BY_QUERY));
  }

  private static RunEvent unanswered(DoubtCommand.ReportQuery report, Optional<Instant> again) {
    return new StepEvent.DoubtUnanswered(report.unit(), report.query(), report.comment(), again);
  }

  private static Optional<Instant> again(
      RunState state, DoubtCommand.ReportQuery report, Instant now) {
    if (report.query() >= MAX_QUERIES) return Optional.empty();
    PlannedStep.Retry retry = state.plan().step(report.unit().step()).retry();
    return Optional.of(now.plusMillis(retry.delayMs(report.query())));
  }

  /** A question that died with its node is asked again, as a question of its own. */
  static List<RunEvent> recovered(RunState state) {
    if (!goesOn(state)) return List.of();
    List<RunEvent> events = new ArrayList<>();
    state
        .units()
        .forEach(entry -> {
          if (entry.getValue() instanceof UnitState.InDoubt doubt
              && doubt.query() == UnitState.Query.ASKED) {
            events.add(askedAgain(entry.getKey(), doubt));
          }
        });
    return events;
  }

  private static RunEvent askedAgain(UnitId unit, UnitState.InDoubt doubt) {
    return doubt.queries() < MAX_QUERIES
        ? new StepEvent.DoubtQueried(unit, doubt.queries() + 1)
        : new StepEvent.DoubtUnanswered(
            unit, doubt.queries(), "the node died while it asked", Optional.empty());
  }

  private static Optional<UnitState.InDoubt> doubt(RunState state, UnitId unit) {
    return state
        .findUnit(unit)
        .filter(UnitState.InDoubt.class::isInstance)
        .map(UnitState.InDoubt.class::cast);
  }

  private static boolean queryable(RunState state, UnitId unit) {
    return state.plan().step(unit.step()).queryable();
  }

  private static boolean goesOn(RunState state) {
    return state.phase() instanceof Phase.Running || state.phase() instanceof Phase.Paused;
  }
}
