package dev.stint.persistence.journal.plugin;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.PayloadException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

/**
 * {@code stint.journal}: hands writes to the group committer and replays proven chains.
 *
 * <p>Events are serialized in this actor's thread, which is also where their order is fixed;
 * everything that blocks runs on {@code replay-dispatcher}.
 */
public final class JournalPlugin extends AsyncWriteJournal {
  private static final Logger LOG = LoggerFactory.getLogger(JournalPlugin.class);

  private final StintJournal journal = StintJournal.of(context().system());
  private final ChainReader chains = new ChainReader(journal.store());
  private final EventCodec codec =
      new EventCodec(context().system(), InstantSource.system(), journal.cipher());
  private final Executor blocking;

  /** Called by Pekko with the section {@code stint.journal}. */
  public JournalPlugin(Config settings) {
    blocking = context().system().dispatchers().lookup(settings.getString("replay-dispatcher"));
  }

  /**
   * What cannot be serialized is rejected, and so is what follows it in the same message: a record
   * must not stand behind a gap. Every other failure fails the whole message, which stops its
   * actor.
   */
  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    List<CompletableFuture<?>> commits = new ArrayList<>();
    List<Optional<Exception>> answers = new ArrayList<>();
    Optional<Exception> rejected = Optional.empty();
    for (AtomicWrite write : writes) {
      if (rejected.isEmpty()) {
        try {
          CommitRequest request = codec.request(write);
          commits.add(journal.commit(request));
        } catch (RuntimeException e) {
          rejected = Optional.of(e);
        }
      }
      answers.add(rejected);
    }
    Promise<Iterable<Optional<Exception>>> promise = Promise$.MODULE$.apply();
    all(commits)
        .whenComplete((done, failure) -> {
          // Pekko hands the failure to the actor that fails: the journal's own, not a wrapper.
          if (failure == null) promise.success(answers);
          else
            promise.failure(failure instanceof CompletionException ? failure.getCause() : failure);
        });
    return promise.future();
  }

  /** Nearly always there is one. */
  private static CompletableFuture<?> all(List<CompletableFuture<?>> commits) {
    return commits.size() == 1
        ? commits.getFirst()
        : CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
    return blocking(() -> {
      long first = Math.max(from, journal.store().deletedTo(persistenceId) + 1);
      prepareKey(persistenceId);
      chains.read(persistenceId, first, to, max, header -> replay.accept(codec.message(header)));
      return null;
    });
  }

  /**
   * Recovery may block, writing may not; a missing master key fails what needs it, not recovery.
   */
  private void prepareKey(String persistenceId) {
    try {
      journal.cipher().prepare(persistenceId);
    } catch (PayloadException e) {
      LOG.warn("{}: {}", persistenceId, e.getMessage());
    }
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
    if (journal.store().knownUnwritten(persistenceId)) return Blocking.done(0L);
    return blocking(() -> {
      try {
        return journal.store().head(persistenceId).seq();
      } catch (DamagedRecordException e) {
        // Failing here would count against the circuit breaker of all; the replay, which this
        // answer makes certain, fails for this one only.
        return from + 1;
      }
    });
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
    return blocking(() -> {
      journal.store().deleteTo(persistenceId, to);
      return null;
    });
  }

  private <T> Future<T> blocking(Supplier<T> action) {
    return Blocking.run(action, blocking);
  }
}
