package dev.stint.persistence.journal.plugin;

import com.typesafe.config.Config;
import dev.stint.persistence.fault.FaultPoint;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;

/**
 * {@code stint.snapshot-store}: states in the same store as the events. A damaged snapshot is
 * passed over for an older one: it only shortens recovery, the events are the truth.
 */
public final class SnapshotPlugin extends SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotPlugin.class);

  private final EventStore store = StintJournal.of(context().system()).store();
  private final SnapshotCodec codec = new SnapshotCodec(context().system());
  private final Executor blocking;

  /** Called by Pekko with the section {@code stint.snapshot-store}. */
  public SnapshotPlugin(Config settings) {
    blocking = context().system().dispatchers().lookup(settings.getString("blocking-dispatcher"));
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    if (store.knownUnwritten(persistenceId)) return Blocking.done(Optional.empty());
    return Blocking.run(
        () ->
            store
                .loadSnapshot(persistenceId, range(criteria), this::isUsable)
                .flatMap(this::selected),
        blocking);
  }

  private boolean isUsable(StoredSnapshot snapshot) {
    if (codec.isWhole(snapshot.bytes())) return true;
    LOG.warn(
        "Snapshot {} of {} is damaged and passed over.", snapshot.seq(), snapshot.persistenceId());
    return false;
  }

  private Optional<SelectedSnapshot> selected(StoredSnapshot snapshot) {
    var metadata =
        SnapshotMetadata.apply(snapshot.persistenceId(), snapshot.seq(), snapshot.timestamp());
    return codec.state(snapshot.bytes()).map(state -> SelectedSnapshot.create(metadata, state));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object state) {
    byte[] bytes = codec.bytes(state);
    var snapshot =
        new StoredSnapshot(
            metadata.persistenceId(), metadata.sequenceNr(), metadata.timestamp(), bytes);
    return Blocking.run(
        () -> {
          FaultPoint.IN_SNAPSHOT.reached();
          store.saveSnapshot(snapshot);
          return null;
        },
        blocking);
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    long seq = metadata.sequenceNr();
    long timestamp = metadata.timestamp();
    // Pekko: a timestamp of 0 means whatever it was.
    var range =
        timestamp == 0
            ? new SnapshotRange(seq, seq, 0, Long.MAX_VALUE)
            : new SnapshotRange(seq, seq, timestamp, timestamp);
    return delete(metadata.persistenceId(), range);
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return delete(persistenceId, range(criteria));
  }

  private Future<Void> delete(String persistenceId, SnapshotRange range) {
    return Blocking.run(
        () -> {
          store.deleteSnapshots(persistenceId, range);
          return null;
        },
        blocking);
  }

  private static SnapshotRange range(SnapshotSelectionCriteria criteria) {
    return new SnapshotRange(
        criteria.minSequenceNr(),
        criteria.maxSequenceNr(),
        criteria.minTimestamp(),
        criteria.maxTimestamp());
  }
}
