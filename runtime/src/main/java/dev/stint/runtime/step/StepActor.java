package dev.stint.runtime.step;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.fault.FaultPoint;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.run.RunMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries one unit: prepare, ask for the permit, perform, report, once per incarnation.
 *
 * <p>A retryable failure is thrown to the supervisor, whose backoff starts the next incarnation;
 * the journal, not the supervisor, counts the attempts, because every incarnation asks for a permit
 * of its own. Blocking work runs on a virtual thread that is interrupted by stop, kill and timeout.
 */
public final class StepActor extends AbstractBehavior<StepMessage> {
  /** How long an interrupted call may take to end before it counts as unconfirmed. */
  static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(StepActor.class);
  private static final StepMessage TIMED_OUT = new StepMessage.TimedOut();

  private final ActorRef<RunMessage> run;
  private final AtomicReference<RunState> newest;
  private final RunState state;
  private final UnitId unit;
  private final PlannedStep planned;
  private final Activity activity;
  private final InstantSource clock;
  private final TimerScheduler<StepMessage> timers;
  private final EffectGate gate = new EffectGate();
  private Optional<Thread> worker = Optional.empty();
  private Optional<Preparation> preparation = Optional.empty();
  private Optional<AttemptStarted> permit = Optional.empty();
  private boolean reported;

  /** Set by the worker: from here on neither time nor a kill can undo the outcome. */
  private volatile boolean done;

  /** Set by the worker: what it does now is only a guess, and may be broken off. */
  private volatile boolean ahead;

  private long startedNanos;

  /**
   * @param state the run as it is when the unit starts; what the unit depends on is settled in it
   * @param start the first incarnation's permit, when it was given before the actor was made
   */
  public static Behavior<StepMessage> create(
      ActorRef<RunMessage> run,
      RunState state,
      UnitId unit,
      Activity activity,
      InstantSource clock,
      Optional<Start> start) {
    PlannedStep.Retry retry = state.plan().step(unit.step()).retry();
    int failed = state.unit(unit).tries().failed();
    var given = new AtomicReference<>(start);
    var newest = new AtomicReference<>(state);
    return Behaviors.supervise(
            Behaviors.<StepMessage>setup(context ->
                Behaviors.withTimers(timers -> {
                  var actor = new StepActor(context, timers, run, newest, unit, activity, clock);
                  // Once: a repeated attempt asks for a permit of its own.
                  return actor.begin(given.getAndSet(Optional.empty()));
                })))
        .onFailure(AttemptFailed.class, AttemptFailed.backoff(retry, failed));
  }

  /** A durable permit, and what it permits. */
  public record Start(AttemptStarted permit, Preparation preparation) {}

  private StepActor(
      ActorContext<StepMessage> context,
      TimerScheduler<StepMessage> timers,
      ActorRef<RunMessage> run,
      AtomicReference<RunState> newest,
      UnitId unit,
      Activity activity,
      InstantSource clock) {
    super(context);
    this.clock = clock;
    this.timers = timers;
    this.run = run;
    this.newest = newest;
    this.state = newest.get();
    this.unit = unit;
    this.activity = activity;
    this.planned = state.plan().step(unit.step());
  }

  private Behavior<StepMessage> begin(Optional<Start> start) {
    if (start.isPresent()) {
      preparation = Optional.of(start.get().preparation());
      return perform(start.get().permit(), state);
    }
    startTimer();
    work(() -> {
      Preparation prepared = activity.prepare(state, unit);
      ahead = true;
      return new StepMessage.Prepared(prepared, Ahead.of(state, prepared, clock, activity));
    });
    return this;
  }

  @Override
  public Receive<StepMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(StepMessage.class, this::on)
        .onSignal(PreRestart.class, _ -> stopWorker())
        .onSignal(PostStop.class, _ -> stopWorker())
        .build();
  }

  private Behavior<StepMessage> on(StepMessage message) {
    return switch (message) {
      case StepMessage.FromWorker late when late.incarnation() != this || reported -> this;
      case StepMessage.FromWorker worker -> result(worker.result());
      case StepReply.Granted granted -> perform(granted.permit(), granted.state());
      case StepMessage.TimedOut _ when done || permit.isEmpty() -> breakOffGuess();
      case StepMessage.TimedOut _ -> timedOut();
      case StepMessage.Interrupt _ -> interrupt();
      case StepMessage.InterruptTimedOut _ -> {
        run.tell(new RunMessage.Unconfirmed(unit));
        yield Behaviors.stopped();
      }
      case StepReply.Finished _ -> Behaviors.stopped();
      case StepReply.TryAgain again -> {
        newest.set(again.state());
        throw new AttemptFailed();
      }
    };
  }

  private Behavior<StepMessage> result(StepMessage.Result result) {
    switch (result) {
      case StepMessage.Prepared prepared -> {
        preparation = Optional.of(prepared.preparation());
        tell(prepared.preparation().request(), prepared.preparation().payloads(), prepared.ahead());
      }
      case StepMessage.PreparationFailed failed ->
          tell(new StepCommand.FailStep(unit.step(), failed.failure()), List.of());
      case StepMessage.Performed performed -> {
        FaultPoint.BEFORE_OUTCOME.reached();
        tell(performed.report(), performed.payloads(), performed.ahead());
      }
      case StepMessage.Broke broke -> report(broke);
    }
    return this;
  }

  private Behavior<StepMessage> perform(AttemptStarted granted, RunState permitted) {
    FaultPoint.AFTER_INTENT.reached();
    permit = Optional.of(granted);
    ahead = false;
    startedNanos = System.nanoTime();
    startTimer();
    Preparation prepared = preparation.orElseThrow();
    work(() -> performed(permitted, activity.perform(state, granted, prepared, gate)));
    return this;
  }

  private void startTimer() {
    timers.startSingleTimer(
        TIMED_OUT, TIMED_OUT, Duration.ofMillis(Math.max(1, planned.timeoutMs())));
  }

  /** What is known already must not wait any longer for what is worked out ahead. */
  private Behavior<StepMessage> breakOffGuess() {
    if (ahead) worker.ifPresent(Thread::interrupt);
    return this;
  }

  /** On the worker, right after the call: reports it, and prepares what follows. */
  private StepMessage.Performed performed(RunState permitted, Outcome outcome) {
    done = true;
    ahead = true;
    StepCommand.ReportSuccess report = outcome.success(permit.orElseThrow(), tookMs());
    return new StepMessage.Performed(
        report, outcome.all(), Ahead.of(permitted, report, clock, activity));
  }

  private Behavior<StepMessage> timedOut() {
    stopWorker();
    String message = unit + " took longer than " + planned.timeoutMs() + " ms";
    Failure failure = ambiguous("attempt_timeout", message);
    report(new StepMessage.Broke(failure, Optional.empty(), Optional.empty()));
    return this;
  }

  /** A write that may have begun and must not be repeated is in doubt, whatever ended it. */
  private Failure ambiguous(String code, String message) {
    return planned.riskyToRepeat() && gate.begun()
        ? Failure.inDoubt(code, message)
        : Failure.retryable(code, message);
  }

  private void report(StepMessage.Broke broke) {
    timers.cancel(TIMED_OUT);
    reported = true;
    tell(
        new StepCommand.ReportFailure(
            unit,
            permit.orElseThrow().lease(),
            broke.failure(),
            broke.tokens(),
            tookMs(),
            broke.retryAfter()),
        List.of());
  }

  private Behavior<StepMessage> interrupt() {
    timers.startSingleTimer(new StepMessage.InterruptTimedOut(), INTERRUPT_PATIENCE);
    return stopWorker();
  }

  private void tell(StepCommand command, List<Payload> values) {
    tell(command, values, Optional.empty());
  }

  private void tell(StepCommand command, List<Payload> values, Optional<Ahead> ahead) {
    run.tell(new RunMessage.Report(command, unit, values, ahead, getContext().getSelf().narrow()));
  }

  private long tookMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
  }

  private Behavior<StepMessage> stopWorker() {
    gate.close();
    worker.ifPresent(Thread::interrupt);
    return this;
  }

  /** One blocking call whose result is a message to this actor. */
  @FunctionalInterface
  private interface Work {
    StepMessage.Result call() throws ActivityException, InterruptedException;
  }

  private void work(Work call) {
    ActorRef<StepMessage> self = getContext().getSelf();
    boolean performing = permit.isPresent();
    Runnable task = () -> self.tell(new StepMessage.FromWorker(this, outcomeOf(call, performing)));
    worker = Optional.of(Thread.ofVirtual().name(unit.toString()).start(task));
  }

  private StepMessage.Result outcomeOf(Work call, boolean performing) {
    try {
      return call.call();
    } catch (ActivityException e) {
      return broken(performing, e.failure(), e.tokens(), e.retryAfter());
    } catch (InterruptedException _) {
      Failure failure = ambiguous("interrupted", "the call was interrupted");
      return broken(performing, failure, Optional.empty(), Optional.empty());
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("step {} of {} broke", unit, state.submitted().run(), e);
      Failure failure =
          performing
              ? ambiguous("internal_error", "the step broke; the node's log says how")
              : Failure.terminal("internal_error", "the step could not be prepared");
      return broken(performing, failure, Optional.empty(), Optional.empty());
    }
  }

  private static StepMessage.Result broken(
      boolean performing, Failure failure, Optional<Long> tokens, Optional<Duration> retryAfter) {
    return performing
        ? new StepMessage.Broke(failure, tokens, retryAfter)
        : new StepMessage.PreparationFailed(failure);
  }
}
