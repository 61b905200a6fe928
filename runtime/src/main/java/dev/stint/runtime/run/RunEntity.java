package dev.stint.runtime.run;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.store.JournalException;
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
import org.apache.pekko.actor.typed.ActorRef;
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
  private final List<ActorRef<RunReply>> waitingForTheEnd = new ArrayList<>();
  private Optional<ActorRef<RunReply>> saving = Optional.empty();
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
        .onSignal(RecoveryCompleted.class, (_, _) -> context.getSelf().tell(new RunMessage.Wake()))
        .onSignal(JournalPersistFailed.class, (_, failed) -> unsaved(failed.failure()))
        .onSignal(JournalPersistRejected.class, (_, rejected) -> unsaved(rejected.failure()))
        .onSignal(PostStop.class, (_, _) -> work.ended())
        .onSignal(ChildFailed.class, this::childStopped)
        .onSignal(Terminated.class, this::childStopped)
        .build();
  }

  @Override
  public SnapshotAdapter<Run> snapshotAdapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(Run run) {
        return run.state().orElseThrow();
      }

      @Override
      public Run fromJournal(Object stored) {
        return new Run(Optional.of((RunState) stored));
      }
    };
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
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
    return persist(run, events, Recorded.SYSTEM, now, List.of(), _ -> {});
  }

  private Effect<Recorded, Run> system(Run run, RunCommand command) {
    Instant now = now();
    return switch (RunDecisions.decide(run.state(), command, Recorded.SYSTEM, now)) {
      case Decision.Persist persist ->
          persist(run, persist.events(), Recorded.SYSTEM, now, List.of(), _ -> {});
      case Decision.Reject _, Decision.Unchanged _, Decision.Later _ ->
          persist(run, List.of(), Recorded.SYSTEM, now, List.of(), _ -> {});
    };
  }

  private Effect<Recorded, Run> doubted(Run run, RunMessage.Doubted doubted) {
    work.doubted(doubted.unit());
    Instant now = now();
    Optional<Decision> decision =
        doubted.command().map(c -> RunDecisions.decide(run.state(), c, Recorded.SYSTEM, now));
    return decision.isPresent() && decision.get() instanceof Decision.Persist persist
        ? persist(run, persist.events(), Recorded.SYSTEM, now, doubted.payloads(), _ -> {})
        : persist(run, List.of(), Recorded.SYSTEM, now, List.of(), _ -> {});
  }

  private Effect<Recorded, Run> ask(Run run, RunMessage.Ask ask) {
    CommandGate.handled(path(), ask);
    Instant now = now();
    return switch (RunDecisions.decide(run.state(), ask.command(), ask.by(), now)) {
      case Decision.Persist persist -> {
        saving = Optional.of(ask.replyTo());
        yield persist(
            run, persist.events(), ask.by(), now, ask.payloads(), state -> answer(ask, state));
      }
      case Decision.Reject reject -> {
        ask.replyTo().tell(new RunReply.Rejected(reject.rejection()));
        yield Effect().none();
      }
      case Decision.Unchanged _ -> {
        answer(ask, run.state().orElseThrow());
        yield Effect().none();
      }
      case Decision.Later _ -> {
        ask.replyTo().tell(new RunReply.Busy());
        yield Effect().none();
      }
    };
  }

  /** A kill is answered once it is effective; everything else at once. */
  private void answer(RunMessage.Ask ask, RunState state) {
    saving = Optional.empty();
    if (ask.command() instanceof RunCommand.Kill && !state.finished()) {
      waitingForTheEnd.add(ask.replyTo());
    } else {
      ask.replyTo().tell(new RunReply.Done(state));
    }
  }

  private Effect<Recorded, Run> report(Run run, RunMessage.Report report) {
    Instant now = now();
    return switch (RunDecisions.decide(run.state(), report.command(), Recorded.SYSTEM, now)) {
      case Decision.Persist persist ->
          persist(
              run,
              persist.events(),
              Recorded.SYSTEM,
              now,
              report.payloads(),
              _ -> report.replyTo().tell(answer(persist.events())));
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

  private static StepReply answer(List<RunEvent> events) {
    return switch (events.getFirst()) {
      case RunEvent.AttemptStarted permit -> new StepReply.Granted(permit);
      case RunEvent.AttemptFailed failed when failed.retryAt().isPresent() ->
          new StepReply.TryAgain();
      default -> new StepReply.Finished();
    };
  }

  /** One durable batch, and only then the answer and the next actions. */
  private Effect<Recorded, Run> persist(
      Run before,
      List<RunEvent> events,
      String by,
      Instant now,
      List<Payload> payloads,
      Consumer<RunState> answer) {
    if (events.isEmpty()) {
      before.state().ifPresent(work::sync);
      return Effect().none();
    }
    List<Recorded> records = new ArrayList<>(events.size());
    for (RunEvent event : events) {
      records.add(new Recorded(now, by, event, records.isEmpty() ? payloads : List.of()));
    }
    return Effect()
        .persist(records)
        .thenRun(after -> {
          RunState state = after.state().orElseThrow();
          answer.accept(state);
          observer.changed(before.state(), state);
          finish(state);
          retryPermits();
          work.sync(state);
        });
  }

  /** This actor stops now; its asker hears why, instead of nothing. */
  private void unsaved(Throwable failure) {
    RunReply reply =
        new RunReply.Unsaved(
            JournalException.codeOf(failure), String.valueOf(failure.getMessage()));
    saving.ifPresent(asker -> asker.tell(reply));
    saving = Optional.empty();
  }

  private void finish(RunState state) {
    if (!state.finished()) return;
    waitingForTheEnd.forEach(asker -> asker.tell(new RunReply.Done(state)));
    waitingForTheEnd.clear();
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
