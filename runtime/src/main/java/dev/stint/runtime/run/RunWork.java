package dev.stint.runtime.run;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.NextActions;
import dev.stint.runtime.decision.NextActions.Action;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.step.StepActor;
import dev.stint.runtime.step.StepMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * What a run has in flight on this node: step actors, evaluations, the wake timer. Brings it in
 * line with the state, whether the state came from persisting or from recovery. Belongs to one
 * actor.
 */
final class RunWork {
  private static final Object WAKE = "wake";
  private static final Object PASSIVATE = "passivate";
  private static final Duration LONGEST_TIMER = Duration.ofHours(1);

  private final ActorContext<RunMessage> context;
  private final TimerScheduler<RunMessage> timers;
  private final RunEntitySetup setup;
  private final Map<String, Unit> units = new HashMap<>();
  private final Set<String> evaluating = new HashSet<>();
  private final Inquiries inquiries;
  private final Delegates delegates;
  private final List<UnitId> unconfirmed = new ArrayList<>();
  private boolean resting;

  private record Unit(UnitId id, ActorRef<StepMessage> actor, boolean interrupted) {}

  RunWork(
      ActorContext<RunMessage> context, TimerScheduler<RunMessage> timers, RunEntitySetup setup) {
    this.context = context;
    this.timers = timers;
    this.setup = setup;
    this.inquiries = new Inquiries(context.getSelf(), setup.activity(), setup.clock());
    this.delegates = new Delegates(context.getSelf(), setup.children());
  }

  /** Starts what the state asks for and is not there, and stops what it no longer asks for. */
  void sync(RunState state) {
    if (resting || setup.draining().getAsBoolean()) return;
    timers.cancel(WAKE);
    boolean interrupt = false;
    for (Action action : NextActions.of(state)) {
      switch (action) {
        case Action.Evaluate evaluate -> evaluate(state, evaluate.step());
        case Action.Perform perform -> perform(state, perform);
        case Action.Doubt doubt -> inquiries.sync(doubt);
        case Action.Query query -> inquiries.sync(state, query);
        case Action.Delegate(UnitId unit, UnitState.Child child) ->
            delegates.tend(state, unit, child);
        case Action.Hold(UnitId unit, UnitState.Child child) -> delegates.hold(state, unit, child);
        case Action.Recall(UnitId unit, UnitState.Child child, boolean atOnce) ->
            delegates.recall(state, unit, child, atOnce);
        case Action.Interrupt _ -> interrupt = true;
        case Action.Wake wake -> wakeAt(wake.at());
      }
    }
    delegates.keep(state);
    if (interrupt) interrupt(state);
    if (state.finished()) inquiries.breakOff();
    rest(state);
  }

  private void evaluate(RunState state, String step) {
    if (!evaluating.add(step)) return;
    ActorRef<RunMessage> self = context.getSelf();
    Thread.ofVirtual()
        .name("evaluate-" + step)
        .start(() ->
            self.tell(new RunMessage.Evaluated(setup.activity().evaluate(state, step), step)));
  }

  void evaluated(String step) {
    evaluating.remove(step);
  }

  private void perform(RunState state, Action.Perform perform) {
    boolean later = perform.notBefore().filter(setup.clock().instant()::isBefore).isPresent();
    if (later || units.containsKey(name(perform.unit()))) return;
    spawn(state, perform.unit(), Optional.empty());
  }

  /** Whether a unit could be started in passing, before {@link #sync} asks for it. */
  boolean mayStart(UnitId unit) {
    return !resting && !setup.draining().getAsBoolean() && !units.containsKey(name(unit));
  }

  /** Starts a unit whose permit is durable already. */
  void start(RunState state, StepActor.Start start) {
    spawn(state, start.permit().unit(), Optional.of(start));
  }

  private void spawn(RunState state, UnitId unit, Optional<StepActor.Start> start) {
    String name = name(unit);
    ActorRef<StepMessage> actor =
        context.spawn(
            StepActor.create(
                context.getSelf(), state, unit, setup.activity(), setup.clock(), start),
            name);
    context.watch(actor);
    units.put(name, new Unit(unit, actor, false));
    setup.counter().add(1);
  }

  private static String name(UnitId unit) {
    return unit.item() ? unit.step() + "-" + unit.index() : unit.step();
  }

  /** Units with a permit are interrupted and report; the others just stop. */
  private void interrupt(RunState state) {
    if (units.isEmpty()) {
      context.getSelf().tell(new RunMessage.Quiet());
      return;
    }
    for (Unit unit : List.copyOf(units.values())) {
      if (state.findUnit(unit.id()).filter(UnitState.InFlight.class::isInstance).isEmpty()) {
        context.stop(unit.actor());
      } else if (!unit.interrupted()) {
        unit.actor().tell(new StepMessage.Interrupt());
        units.put(name(unit.id()), new Unit(unit.id(), unit.actor(), true));
      }
    }
  }

  void doubted(UnitId unit) {
    inquiries.ended(unit);
  }

  void unconfirmed(UnitId unit) {
    unconfirmed.add(unit);
  }

  RunCommand quiesced() {
    return new RunCommand.Quiesced(List.of(), List.copyOf(unconfirmed));
  }

  void stopped(String name) {
    if (units.remove(name) != null) setup.counter().add(-1);
  }

  private void wakeAt(Instant at) {
    Duration delay = Duration.between(setup.clock().instant(), at);
    if (delay.compareTo(LONGEST_TIMER) > 0) return;
    Duration positive = delay.isNegative() ? Duration.ZERO : delay;
    timers.startSingleTimer(WAKE, new RunMessage.Wake(), positive.plusMillis(1));
  }

  /** A run that only waits need not stay in memory: people and timers wake it. */
  private void rest(RunState state) {
    if (!idle() || state.status() == RunStatus.RUNNING) {
      timers.cancel(PASSIVATE);
    } else if (!timers.isTimerActive(PASSIVATE)) {
      timers.startSingleTimer(PASSIVATE, new RunMessage.Rest(), setup.passivateAfter());
    }
  }

  /** Asks the shard to stop this entity; until it does, nothing new is started here. */
  void passivate() {
    if (!idle()) return;
    resting = true;
    setup.passivation().ask(context.getSelf());
  }

  /** The entity is stopping; work that turned up while it was resting wants it back at once. */
  void passivated(RunState state) {
    boolean wanted =
        NextActions.of(state).stream().anyMatch(action -> !(action instanceof Action.Wake));
    if (resting && wanted) setup.passivation().wakeAfterwards(state.submitted().run());
  }

  /** The entity itself is gone, and its step actors with it. */
  void ended() {
    inquiries.breakOff();
    delegates.leave();
    setup.counter().add(-units.size());
    units.clear();
  }

  private boolean idle() {
    return units.isEmpty() && evaluating.isEmpty() && inquiries.idle() && delegates.idle();
  }
}
