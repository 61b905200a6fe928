package dev.stint.runtime.run;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.step.StepReply;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One run: decide, persist, act. Every rule is in {@link RunDecisions}; this shell chooses the
 * clock, writes events, answers, and keeps in flight what {@code NextActions} asks for.
 */
public final class RunEntity extends EventSourcedBehavior<RunMessage, Recorded, RunEntity.Run> {
  private static final int SNAPSHOT_EVERY = 500;

  /** The entity's state: nothing until the run is submitted. */
  public record Run(Optional<RunState> state) {
    static final Run NONE = new Run(Optional.empty());
  }

  private final ActorContext<RunMessage> context;
  private final InstantSource clock;
  private final RunObserver observer;
  private final RunWork work;
  private final Map<Object, RunMessage.Report> waitingForTokens = new LinkedHashMap<>();
  private final Askers askers = new Askers();
  private boolean recovered;

  /** The behavior of the run {@code id}. */
  public static Behavior<RunMessage> create(RunId id, RunEntitySetup setup) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new RunEntity(context, id, setup, timers)));
  }

  private RunEntity(
      ActorContext<RunMessage> context,
      RunId id,
      RunEntitySetup setup,
      TimerScheduler<RunMessage> timers) {
    super(PersistenceId.ofUniqueId(id.persistenceId()));
    this.context = context;
    this.clock = setup.clock();
    this.observer = setup.observer();
    this.work = new RunWork(context, timers, setup);
  }

  @Override
  public Run emptyState() {
    return Run.NONE;
  }

  @Override
  public CommandHandler<RunMessage, Recorded, Run> commandHandler() {
    return (run, message) ->
        switch (message) {
          case RunMessage.Ask ask -> ask(run, ask);
          case RunMessage.Report report -> report(run, report);
          case RunMessage.Evaluated evaluated -> {
            work.evaluated(evaluated.step());
            yield system(run, evaluated.command());
          }
          case RunMessage.Doubted doubted -> doubted(run, doubted);
          case RunMessage.ChildOver over -> childOver(run, over);
          case RunMessage.Wake _ -> wake(run);
          case RunMessage.Unconfirmed unconfirmed -> {
            work.unconfirmed(unconfirmed.unit());
            yield Effect().none();
          }
          case RunMessage.Quiet _ -> system(run, work.quiesced());
          case RunMessage.Rest _ -> {
            work.passivate();
            yield Effect().none();
          }
          case RunMessage.Passivate _ -> {
            run.state().ifPresent(work::passivated);
            yield Effect().stop();
          }
        };
  }

  @Override
  public EventHandler<Run, Recorded> eventHandler() {
    return (run, recorded) -> new Run(Optional.of(RunFold.apply(run.state(), recorded)));
  }

  @Override
  public SignalHandler<Run> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.class, (run, _) -> recoveredFrom(run))
        .onSignal(JournalPersistFailed.class, (_, failed) -> askers.unsaved(failed.failure()))
        .onSignal(JournalPersistRejected.class, (_, rejected) -> askers.unsaved(rejected.failure()))
        .onSignal(PostStop.class, (_, _) -> work.ended())
        .onSignal(ChildFailed.class, this::childStopped)
        .onSignal(Terminated.class, this::childStopped)
        .build();
  }

  @Override
  public SnapshotAdapter<Run> snapshotAdapter() {
    return new RunSnapshots();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
  }

  /**
   * A run that began on this node has left nothing in flight elsewhere: what a later wake finds in
   * flight is alive.
   */
  private void recoveredFrom(Run run) {
    recovered = run.state().isEmpty();
    context.getSelf().tell(new RunMessage.Wake());
  }

  private void childStopped(Run run, Terminated stopped) {
    work.stopped(stopped.getRef().path().name());
    run.state().ifPresent(work::sync);
  }

  private Effect<Recorded, Run> wake(Run run) {
    if (run.state().isEmpty()) return Effect().none();
    Instant now = now();
    Optional<RunState> before = run.state();
    List<RunEvent> events = new ArrayList<>();
    List<RunCommand> commands = new ArrayList<>();
    if (!recovered) commands.add(new RunCommand.Recovered());
    commands.add(new RunCommand.Tick());
    recovered = true;
    for (RunCommand command : commands) {
      if (RunDecisions.decide(before, command, Recorded.SYSTEM, now)
          instanceof Decision.Persist persist) {
        events.addAll(persist.events());
        before = Optional.of(RunDecisions.fold(before, persist.events(), Recorded.SYSTEM, now));
      }
    }
    return persist(run, Batch.of(events, Recorded.SYSTEM, now, List.of()), _ -> {});
  }

  private Effect<Recorded, Run> system(Run run, RunCommand command) {
    Instant now = now();
    return switch (RunDecisions.decide(run.state(), command, Recorded.SYSTEM, now)) {
      case Decision.Persist persist ->
          persist(run, Batch.of(persist.events(), Recorded.SYSTEM, now, List.of()), _ -> {});
      case Decision.Reject _, Decision.Unchanged _, Decision.Later _ ->
          persist(run, Batch.EMPTY, _ -> {});
    };
  }

  private Effect<Recorded, Run> doubted(Run run, RunMessage.Doubted doubted) {
    work.doubted(doubted.unit());
    Instant now = now();
    Optional<Decision> decision =
        doubted.command().map(c -> RunDecisions.decide(run.state(), c, Recorded.SYSTEM, now));
    return decision.isPresent() && decision.get() instanceof Decision.Persist persist
        ? persist(
            run, Batch.of(persist.events(), Recorded.SYSTEM, now, doubted.payloads()), _ -> {})
        : persist(run, Batch.EMPTY, _ -> {});
  }

  private Effect<Recorded, Run> childOver(Run run, RunMessage.ChildOver over) {
    Instant now = now();
    return RunDecisions.decide(run.state(), over.report(), Recorded.SYSTEM, now)
            instanceof Decision.Persist persist
        ? persist(run, Batch.of(persist.events(), Recorded.SYSTEM, now, over.payloads()), _ -> {})
        : persist(run, Batch.EMPTY, _ -> {});
  }

  private Effect<Recorded, Run> ask(Run run, RunMessage.Ask ask) {
    CommandGate.handled(path(), ask);
    Instant now = now();
    return switch (RunDecisions.decide(run.state(), ask.command(), ask.by(), now)) {
      case Decision.Persist persist -> {
        askers.saving(ask);
        yield persist(
            run,
            Batch.of(persist.events(), ask.by(), now, ask.payloads()),
            state -> askers.answer(ask, state));
      }
      case Decision.Reject reject -> {
        ask.replyTo().tell(new RunReply.Rejected(reject.rejection()));
        yield Effect().none();
      }
      case Decision.Unchanged _ -> {
        askers.answer(ask, run.state().orElseThrow());
        yield Effect().none();
      }
      case Decision.Later _ -> {
        ask.replyTo().tell(new RunReply.Busy());
        yield Effect().none();
      }
    };
  }

  private Effect<Recorded, Run> report(Run run, RunMessage.Report report) {
    Instant now = now();
    return switch (RunDecisions.decide(run.state(), report.command(), Recorded.SYSTEM, now)) {
      case Decision.Persist persist -> reported(run, report, persist, now);
      case Decision.Reject _, Decision.Unchanged _ -> {
        report.replyTo().tell(new StepReply.Finished());
        yield Effect().none();
      }
      case Decision.Later _ -> {
        waitingForTokens.put(report.unit(), report);
        yield Effect().none();
      }
    };
  }

  /** The outcome, and in the same batch what follows it and is computed or prepared already. */
  private Effect<Recorded, Run> reported(
      Run run, RunMessage.Report report, Decision.Persist outcome, Instant now) {
    Onward onward = Onward.of(run.state(), report, outcome, now, work::mayStart);
    RunEvent first = outcome.events().getFirst();
    return persist(
        run,
        onward.batch(),
        state -> {
          report.replyTo().tell(onward.settled() ? new StepReply.Finished() : answer(first, state));
          onward.start().ifPresent(start -> work.start(state, start));
        });
  }

  private static StepReply answer(RunEvent first, RunState state) {
    return switch (first) {
      case StepEvent.AttemptStarted permit -> new StepReply.Granted(permit, state);
      case StepEvent.AttemptFailed failed when failed.retryAt().isPresent() ->
          new StepReply.TryAgain(state);
      default -> new StepReply.Finished();
    };
  }

  /** One durable batch, and only then the answer and the next actions. */
  private Effect<Recorded, Run> persist(Run before, Batch batch, Consumer<RunState> answer) {
    if (batch.records().isEmpty()) {
      before.state().ifPresent(work::sync);
      return Effect().none();
    }
    return Effect()
        .persist(batch.records())
        .thenRun(after -> {
          RunState state = after.state().orElseThrow();
          answer.accept(state);
          observer.changed(before.state(), state);
          askers.changed(state);
          retryPermits();
          work.sync(state);
        });
  }

  private void retryPermits() {
    List<RunMessage.Report> waiting = List.copyOf(waitingForTokens.values());
    waitingForTokens.clear();
    waiting.forEach(context.getSelf()::tell);
  }

  private ActorPath path() {
    return Adapter.toClassic(context.getSelf()).path();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
