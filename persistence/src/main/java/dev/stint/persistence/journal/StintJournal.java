package dev.stint.persistence.journal;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.commit.CommitFeed;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.commit.CommitSettings;
import dev.stint.persistence.journal.commit.Committed;
import dev.stint.persistence.journal.commit.GroupCommitter;
import dev.stint.persistence.journal.commit.Subscription;
import dev.stint.persistence.journal.payload.MasterKeys;
import dev.stint.persistence.journal.payload.PayloadCipher;
import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.EventStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * The open journal: one per actor system, or one per folder without actors. Audit, live streams and
 * views read it here; only the Pekko plugin writes.
 *
 * <p>Thread-safe. Reading blocks on the store. Whatever a method throws is a {@link
 * dev.stint.persistence.journal.store.JournalException}.
 */
public final class StintJournal implements AutoCloseable {
  private final EventStore store;
  private final CommitFeed feed = new CommitFeed();
  private final ChainReader chains;
  private final GroupCommitter committer;
  private final PayloadCipher cipher;

  private StintJournal(
      EventStore store, CommitSettings settings, PayloadCipher cipher, Executor others) {
    this.store = store;
    this.chains = new ChainReader(store);
    this.committer = new GroupCommitter(store, feed, settings, others);
    store.onCommitElsewhere(lastOffset -> feed.publish(lastOffset, Set.of()));
    this.cipher = cipher;
  }

  /**
   * The journal of {@code system}, opened at the first call and closed when the system has ended.
   * Calling it while a node starts gives a failure to open its own voice, instead of as a recovery
   * that times out.
   */
  public static StintJournal of(ClassicActorSystemProvider system) {
    return JournalExtension.ID.get(system.classicSystem()).journal();
  }

  /**
   * Opens the store that {@code settings} names, without a key: chains can be read and verified,
   * sealed payloads cannot.
   *
   * @param settings the section {@code stint.journal}
   */
  public static StintJournal open(Config settings) {
    return open(settings, MasterKeys.none(), 1);
  }

  /**
   * Opens the store that {@code settings} names.
   *
   * @param settings the section {@code stint.journal}
   * @param cachedKeys how many data keys are kept unwrapped
   */
  public static StintJournal open(Config settings, MasterKeys masters, int cachedKeys) {
    return open(settings, masters, cachedKeys, Runnable::run);
  }

  /**
   * As {@link #open(Config, MasterKeys, int)}.
   *
   * @param others who spare the committer's thread some work, where that pays
   */
  static StintJournal open(Config settings, MasterKeys masters, int cachedKeys, Executor others) {
    EventStore store = EventStores.open(settings);
    return over(store, settings, new PayloadCipher(store, masters, cachedKeys), others);
  }

  /**
   * A journal over a store that is open already, without a key; closing the journal closes it.
   *
   * @param settings the section {@code stint.journal}
   */
  public static StintJournal over(EventStore store, Config settings) {
    return over(store, settings, new PayloadCipher(store, MasterKeys.none(), 1), Runnable::run);
  }

  private static StintJournal over(
      EventStore store, Config settings, PayloadCipher cipher, Executor others) {
    var commit = CommitSettings.from(settings.getConfig("commit"));
    return new StintJournal(store, commit, cipher, others);
  }

  /** The store below, for reading. */
  public EventStore store() {
    return store;
  }

  /** What tells readers that there is more. */
  public CommitFeed feed() {
    return feed;
  }

  /**
   * Makes events durable; the plugin's way in.
   *
   * @return see {@link GroupCommitter#submit}
   */
  public CompletableFuture<Committed> commit(CommitRequest request) {
    CompletableFuture<Committed> outcome = committer.submit(request);
    if (request.dataKey().isPresent()) {
      outcome.whenComplete(
          (_, failure) -> cipher.settled(request.persistenceId(), failure == null));
    }
    return outcome;
  }

  /** What seals payloads on their way into a {@link CommitRequest}. */
  public PayloadCipher cipher() {
    return cipher;
  }

  /** Calls {@code lastOffset} after every flush, on the committer's thread: return at once. */
  public Subscription onCommit(LongConsumer lastOffset) {
    return feed.onCommit(lastOffset);
  }

  /** Commit number of the newest record of all. */
  public long lastOffset() {
    return store.lastOffset();
  }

  /** Checked records of {@code persistenceId} from {@code fromSeq} on, at most {@code max}. */
  public List<RecordedHeader> history(String persistenceId, long fromSeq, int max) {
    List<RecordedHeader> headers = new ArrayList<>();
    chains.read(persistenceId, fromSeq, Long.MAX_VALUE, max, headers::add);
    return headers;
  }

  /**
   * The payload an event of {@code persistenceId} refers to, opened; absent when it was never
   * stored or was erased, which the history tells apart.
   */
  public Optional<byte[]> payload(String persistenceId, String commit) {
    return store
        .payload(persistenceId, commit)
        .map(stored -> cipher.open(persistenceId, commit, stored));
  }

  /** Destroys the data key and every payload of {@code persistenceId}; repeatable (H4). */
  public void erase(String persistenceId) {
    store.erase(persistenceId);
    cipher.forget(persistenceId);
  }

  /** Destroys these payloads of {@code persistenceId} and leaves all others; repeatable (H4). */
  public void erasePayloads(String persistenceId, Collection<String> commits) {
    store.erasePayloads(persistenceId, commits);
  }

  /** Checks the whole chain of {@code persistenceId}; damage is a result, not an exception. */
  public ChainReport verify(String persistenceId) {
    return new ChainCheck(persistenceId).run(store);
  }

  /** Finishes what waits, then closes the store. */
  @Override
  public void close() {
    committer.close();
    store.close();
  }
}
