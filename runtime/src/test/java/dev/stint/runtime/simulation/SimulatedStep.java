package dev.stint.runtime.simulation;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RandomAgents;
import dev.stint.runtime.decision.RandomBlocks;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.StepReply;
import java.util.List;
import java.util.Optional;

/**
 * What {@code StepActor} does, once per incarnation: prepare, ask for the permit, perform, report.
 * The gate is the real one.
 */
final class SimulatedStep {
  private final SimulatedRun run;
  private final RunState state;
  private final UnitId unit;
  private final PlannedStep planned;
  private RunState permitted;
  private EffectGate gate = new EffectGate();
  private Optional<StepCommand.RequestPermit> request = Optional.empty();
  private Optional<String> lease = Optional.empty();
  private final boolean slow;
  private boolean interrupted;
  private boolean reported;
  private boolean over;

  private SimulatedStep(SimulatedRun run, RunState state, UnitId unit) {
    this.run = run;
    this.state = state;
    this.permitted = state;
    this.slow = run.node.world.dice.oneIn(2);
    this.unit = unit;
    this.planned = state.plan().step(unit.step());
  }

  /** A unit that asks for its permit. */
  static SimulatedStep asking(SimulatedRun run, RunState state, UnitId unit) {
    var step = new SimulatedStep(run, state, unit);
    step.prepare();
    return step;
  }

  /** A unit whose permit shared the flush of what came before it. */
  static SimulatedStep permitted(
      SimulatedRun run, RunState state, AttemptStarted permit, StepCommand.RequestPermit request) {
    var step = new SimulatedStep(run, state, permit.unit());
    step.request = Optional.of(request);
    step.granted(permit, state);
    return step;
  }

  private void later(String what, Runnable work) {
    run.node.later(what + " of " + run.id, work);
  }

  private void leaving(String what, Runnable work) {
    run.node.leaving(what + " of " + run.id, work);
  }

  UnitId unit() {
    return unit;
  }

  private World world() {
    return run.node.world;
  }

  private void prepare() {
    gate = new EffectGate();
    lease = Optional.empty();
    reported = false;
    later(
        "prepare " + unit,
        () -> {
          if (over) return;
          request = Optional.of(Requests.of(state, planned, unit, world()));
          if (world().off.contains(Safeguard.PERMIT)) perform(request.get().lease(), request.get());
          report(request.get(), Guess.of(state, request.get(), world()));
        });
  }

  private void report(StepCommand command, Optional<Guess> ahead) {
    later(
        "report " + unit + " " + command.getClass().getSimpleName(),
        () -> run.report(this, command, ahead));
  }

  /** What the run answers; late as everything else. */
  void tell(StepReply reply) {
    later(
        "tell " + unit,
        () -> {
          if (over) return;
          switch (reply) {
            case StepReply.Granted granted -> granted(granted.permit(), granted.state());
            case StepReply.Finished _ -> stop();
            case StepReply.TryAgain _ -> prepare();
          }
        });
  }

  private void granted(AttemptStarted permit, RunState now) {
    if (lease.isPresent()) return;
    permitted = now;
    perform(permit.lease(), request.orElseThrow());
    if (world().stormy() && world().dice.oneIn(6)) {
      EffectGate own = gate;
      later("time out " + unit, () -> timedOut(own));
    }
  }

  private void perform(String permit, StepCommand.RequestPermit asked) {
    lease = Optional.of(permit);
    EffectGate own = gate;
    leaving("perform " + unit, () -> work(own, permit, asked));
  }

  /** The worker: goes on in its own time, whatever became of its actor. */
  private void work(EffectGate own, String permit, StepCommand.RequestPermit asked) {
    Dice dice = world().dice;
    if (world().stormy() && !dice.oneIn(slow ? 8 : 2)) {
      leaving("dawdle " + unit, () -> work(own, permit, asked));
      return;
    }
    if (world().stormy() && dice.oneIn(10)) {
      ended(own, permit, Failure.retryable("broke", "it broke before it began"));
      return;
    }
    try {
      own.enter();
    } catch (InterruptedException _) {
      ended(own, permit, ambiguous(own, "interrupted"));
      return;
    }
    long worst = Requests.worstCase(planned, unit);
    long billed = worst == 0 ? 0 : dice.below((int) worst + 1);
    world().sink.call(run.id, planned, unit, permit, sent(asked), billed);
    if (world().stormy() && dice.oneIn(6)) ended(own, permit, ambiguous(own, "no answer"));
    else succeeded(own, permit, billed);
  }

  /** Without the safeguard, whatever is there by now is sent under the approved hash. */
  private String sent(StepCommand.RequestPermit asked) {
    boolean careless = planned.gate().isPresent() && world().off.contains(Safeguard.APPROVAL_HASH);
    return careless ? asked.args() + ", changed since" : asked.args();
  }

  private void succeeded(EffectGate own, String permit, long billed) {
    var report =
        new StepCommand.ReportSuccess(
            unit,
            permit,
            "out-" + unit,
            billed,
            5,
            List.of(),
            RandomBlocks.outcome(planned, world().dice::below),
            RandomAgents.reply(planned, world().dice::below),
            Optional.empty());
    Optional<Guess> ahead = Guess.of(permitted, report, world());
    result(own, report, ahead);
  }

  private void ended(EffectGate own, String permit, Failure failure) {
    var report =
        new StepCommand.ReportFailure(unit, permit, failure, Optional.empty(), 1, Optional.empty());
    result(own, report, Optional.empty());
  }

  /** What the worker brings back: late, twice, or to an actor that no longer wants it. */
  private void result(EffectGate own, StepCommand command, Optional<Guess> ahead) {
    later(SimulatedNode.RESULT + unit, () -> reportOnce(own, command, ahead));
  }

  private void reportOnce(EffectGate own, StepCommand command, Optional<Guess> ahead) {
    if (own != gate || reported || over) return;
    reported = true;
    report(command, ahead);
  }

  private void timedOut(EffectGate own) {
    if (own != gate || reported || over || lease.isEmpty()) return;
    own.close();
    Failure failure = ambiguous(own, "attempt_timeout");
    reportOnce(
        own,
        new StepCommand.ReportFailure(
            unit, lease.get(), failure, Optional.empty(), 1, Optional.empty()),
        Optional.empty());
  }

  private Failure ambiguous(EffectGate own, String code) {
    return planned.riskyToRepeat() && own.begun()
        ? Failure.inDoubt(code, code)
        : Failure.retryable(code, code);
  }

  void interrupt() {
    if (interrupted) return;
    interrupted = true;
    shut();
    later(
        "give up " + unit,
        () -> {
          if (over || reported) return;
          run.receive(() -> run.work().unconfirmed(unit));
          stop();
        });
  }

  void stop() {
    if (over) return;
    abandon();
    later("stopped " + unit, () -> run.childStopped(this));
  }

  /** The actor is gone, with its run; a worker may go on, behind a closed gate. */
  void abandon() {
    over = true;
    shut();
  }

  private void shut() {
    if (!interrupted || !world().off.contains(Safeguard.KILL_FENCE)) gate.close();
  }
}
