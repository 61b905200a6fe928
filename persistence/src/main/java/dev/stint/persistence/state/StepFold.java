package dev.stint.persistence.state;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.UnitState.Tries;
import java.time.Instant;
import java.util.Optional;

/** Folds facts about steps, attempts and the tokens they use. Pure. */
final class StepFold {
  private StepFold() {}

  static RunState apply(RunState state, StepEvent event, Instant at) {
    StepState step = state.steps().get(event.step());
    return switch (event) {
      case StepEvent.Expanded e -> new Change(state).step(step.expand(e.count())).build();
      case StepEvent.BranchTaken e ->
          new Change(state)
              .step(step.expand(1))
              .course(state.course().arm(e.step(), e.arm()))
              .build();
      case StepEvent.Skipped e -> new Change(state).step(step.skip(e.reason())).build();
      case StepEvent.Reused e ->
          unit(
                  state,
                  e.unit(),
                  new UnitState.Succeeded(tries(state, e.unit()), e.output(), e.label()))
              .build();
      case StepEvent.FlowRefused _ -> new Change(state).build(); // what comes of it follows
      case StepEvent.Failed e -> failed(state, step, e, at);
      case StepEvent.WaitStarted e ->
          unit(state, e.unit(), new UnitState.Sleeping(tries(state, e.unit()), e.until())).build();
      case StepEvent.AttemptStarted e -> started(state, e, at);
      case StepEvent.AttemptSucceeded e ->
          settle(state, e.unit(), e.tokens())
              .artifacts(e.artifacts())
              .step(
                  step.with(
                      e.unit(),
                      new UnitState.Succeeded(tries(state, e.unit()), e.output(), e.label())))
              .build();
      case StepEvent.AttemptFailed e -> attemptFailed(state, step, e);
      case StepEvent.AttemptLost e ->
          settle(state, e.unit(), e.tokens())
              .step(
                  step.with(
                      e.unit(),
                      new UnitState.Ready(
                          tries(state, e.unit()).withLost(),
                          Optional.empty(),
                          approvalOf(state, e.unit()),
                          true)))
              .build();
      case StepEvent.AttemptInDoubt e ->
          settle(state, e.unit(), e.tokens())
              .step(
                  step.with(
                      e.unit(),
                      UnitState.InDoubt.fresh(
                          tries(state, e.unit()),
                          e.message(),
                          argsOf(state, e.unit()),
                          labelOf(state, e.unit()))))
              .build();
      case StepEvent.DoubtQueried e ->
          unit(state, e.unit(), doubt(state, e.unit()).asked(e.query())).build();
      case StepEvent.DoubtUnanswered e ->
          unit(state, e.unit(), doubt(state, e.unit()).unanswered(e.retryAt())).build();
      case StepEvent.DoubtResolved e -> resolved(state, e).build();
    };
  }

  private static RunState started(RunState state, StepEvent.AttemptStarted e, Instant at) {
    var inFlight =
        new UnitState.InFlight(
            tries(state, e.unit()).withStarted(),
            e.lease(),
            e.reserved(),
            at,
            e.approval(),
            Optional.of(e.args()),
            e.label());
    return unit(state, e.unit(), inFlight).pot(state.pot().reserve(e.reserved())).build();
  }

  private static RunState attemptFailed(RunState state, StepState step, StepEvent.AttemptFailed e) {
    Tries tries = tries(state, e.unit()).withFailed();
    UnitState next =
        e.retryAt().isPresent()
            ? new UnitState.Ready(tries, e.retryAt(), approvalOf(state, e.unit()), true)
            : new UnitState.Failed(tries, e.failure());
    return settle(state, e.unit(), e.tokens()).step(step.with(e.unit(), next)).toolError().build();
  }

  private static Change resolved(RunState state, StepEvent.DoubtResolved e) {
    Tries tries = tries(state, e.unit());
    UnitState next =
        e.happened()
            ? new UnitState.Succeeded(tries, e.output(), labelOf(state, e.unit()))
            : new UnitState.Ready(tries, Optional.empty(), Optional.empty(), true);
    return unit(state, e.unit(), next);
  }

  private static RunState failed(RunState state, StepState step, StepEvent.Failed e, Instant at) {
    PlannedStep planned = state.plan().step(e.step());
    var change = new Change(state).step(step.fail(e.failure()));
    if (planned.retry().onExhausted() == OnExhausted.CONTINUE
        || state.phase() instanceof Phase.Stopping) {
      return change.build();
    }
    Failure failure = e.failure();
    String reason = "step " + e.step() + " failed: " + failure.message();
    return change
        .phase(LifecycleFold.stopping(RunStatus.FAILED, failure.code(), reason, false, at))
        .build();
  }

  private static Tries tries(RunState state, UnitId unit) {
    return state.unit(unit).tries();
  }

  private static Optional<String> approvalOf(RunState state, UnitId unit) {
    return state.unit(unit) instanceof UnitState.InFlight flight
        ? flight.approval()
        : Optional.empty();
  }

  private static Optional<String> argsOf(RunState state, UnitId unit) {
    return state.unit(unit) instanceof UnitState.InFlight flight ? flight.args() : Optional.empty();
  }

  /** What a person or a tool says of a doubt is about what went in. */
  private static Optional<Label> labelOf(RunState state, UnitId unit) {
    return switch (state.unit(unit)) {
      case UnitState.InFlight flight -> flight.label();
      case UnitState.InDoubt doubt -> doubt.label();
      default -> Optional.empty();
    };
  }

  private static UnitState.InDoubt doubt(RunState state, UnitId unit) {
    return (UnitState.InDoubt) state.unit(unit);
  }

  private static Change settle(RunState state, UnitId unit, long billed) {
    long held = state.unit(unit) instanceof UnitState.InFlight flight ? flight.reserved() : 0;
    PlannedStep planned = state.plan().step(unit.step());
    return new Change(state).pot(state.pot().settle(planned.stage(), held, billed));
  }

  private static Change unit(RunState state, UnitId unit, UnitState next) {
    return new Change(state).step(state.steps().get(unit.step()).with(unit, next));
  }
}
