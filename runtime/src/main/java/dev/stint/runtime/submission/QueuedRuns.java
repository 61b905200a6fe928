package dev.stint.runtime.submission;

import dev.stint.persistence.codec.FirstCommit;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.Committed;
import dev.stint.persistence.journal.store.FencedWriterException;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.run.RunObserver;
import dev.stint.runtime.run.RunReply;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Makes runs durable that have nothing to do yet but wait in the queue: by the same decision and
 * the same records as an entity, without one. The entity comes when the run starts, or when
 * somebody asks it something. Thread-safe; never blocks.
 *
 * <p>There is still one writer a run: the journal takes a first record only where there is none, so
 * that of two that try one is refused, and an entity that follows is another owner.
 */
final class QueuedRuns {
  /** The committer's thread has better to do than to tell the news. */
  private static final Executor TELLING = Thread::startVirtualThread;

  private final StintJournal journal;
  private final RunObserver observer;
  private final InstantSource clock;
  private final String writer = UUID.randomUUID().toString();

  QueuedRuns(StintJournal journal, RunObserver observer, InstantSource clock) {
    this.journal = journal;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Submits a run.
   *
   * @param submit does not start it
   * @param payloads values that its events name
   * @return the run's answer, once its events are durable and the observer has heard of them;
   *     nothing when the run is there already, which its entity can tell more about
   */
  CompletionStage<Optional<RunReply>> submit(
      RunCommand.Submit submit, String by, List<Payload> payloads) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return switch (RunDecisions.decide(Optional.empty(), submit, by, now)) {
      case Decision.Persist persist ->
          commit(
              submit.submission().run(),
              RunDecisions.fold(Optional.empty(), persist.events(), by, now),
              records(persist.events(), by, now, payloads));
      case Decision.Reject reject -> done(new RunReply.Rejected(reject.rejection()));
      case Decision.Unchanged _, Decision.Later _ ->
          CompletableFuture.completedStage(Optional.empty());
    };
  }

  private static List<Recorded> records(
      List<RunEvent> events, String by, Instant now, List<Payload> payloads) {
    List<Recorded> records = new ArrayList<>(events.size());
    for (RunEvent event : events) {
      records.add(new Recorded(now, by, event, records.isEmpty() ? payloads : List.of()));
    }
    return records;
  }

  private CompletionStage<Optional<RunReply>> commit(
      RunId run, RunState state, List<Recorded> records) {
    CompletableFuture<Committed> commit;
    try {
      commit =
          journal.commit(FirstCommit.of(run.persistenceId(), writer, records, journal.cipher()));
    } catch (RuntimeException e) {
      return done(unsaved(e));
    }
    return commit.handleAsync((_, failure) -> answer(state, failure), TELLING);
  }

  private Optional<RunReply> answer(RunState state, Throwable failure) {
    if (failure == null) {
      observer.changed(Optional.empty(), state);
      return Optional.of(new RunReply.Done(state));
    }
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    return cause instanceof FencedWriterException ? Optional.empty() : Optional.of(unsaved(cause));
  }

  private static RunReply unsaved(Throwable failure) {
    return new RunReply.Unsaved(
        JournalException.codeOf(failure), String.valueOf(failure.getMessage()));
  }

  private static CompletionStage<Optional<RunReply>> done(RunReply reply) {
    return CompletableFuture.completedStage(Optional.of(reply));
  }
}
