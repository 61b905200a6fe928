package dev.stint.persistence.audit.log;

import dev.stint.persistence.audit.merkle.LevelFiles;
import dev.stint.persistence.audit.merkle.MerkleProofs;
import dev.stint.persistence.audit.merkle.MerkleTree;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.fault.FaultPoint;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The tree over a journal and what was signed of it. Follows the journal when told to; signs only
 * what is proven to continue what it signed before, and after a failure nothing any more (AU-6).
 *
 * <p>Record {@code n} of the journal, in commit order from 1, is leaf {@code n - 1}. Thread-safe.
 */
public final class SignedLog implements AutoCloseable {
  private static final int PAGE = 1_000;

  private final EventStore store;
  private final InstantSource clock;
  private final KeyFolder keys;
  private final CheckpointFolder checkpoints;
  private final Path incidentFile;
  private final LevelFiles nodes;
  private final MerkleTree tree;
  private boolean checked;
  private volatile Optional<SignedNote> latest;
  private volatile long signedSize;
  private volatile Optional<AuditIncident> incident;

  /** Opens or creates the log in {@code dir}; reading the journal waits for {@link #follow}. */
  public SignedLog(Path dir, String origin, EventStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    keys = KeyFolder.open(dir.resolve("keys"), origin);
    checkpoints = new CheckpointFolder(dir.resolve("checkpoints"));
    incidentFile = dir.resolve("incident.json");
    incident = AuditIncident.read(incidentFile);
    latest = checkpoints.last().map(CheckpointFolder.Kept::note);
    signedSize = latest.map(note -> Checkpoint.parse(note.text()).size()).orElse(0L);
    nodes = LevelFiles.open(dir.resolve("tree"));
    tree = new MerkleTree(nodes);
  }

  /**
   * Adds what the journal has and the tree has not.
   *
   * @return how many records are unsigned now
   */
  public synchronized long follow() {
    if (incident.isPresent()) return 0;
    if (!checked) check();
    read();
    return Math.max(0, nodes.size() - signedSize);
  }

  /** The files are derived: what no signature covers is read again, and all of it in doubt. */
  private void check() {
    checked = true;
    if (latest.isEmpty()) {
      nodes.cut(0);
      return;
    }
    Checkpoint signed = Checkpoint.parse(latest.get().text());
    long there = store.lastOffset();
    if (there < signed.size()) {
      fail("audit_commit_missing", "the %d signed commits".formatted(signed.size()), "" + there);
      return;
    }
    nodes.cut(holds(signed) ? signed.size() : 0);
    if (nodes.size() == signed.size()) return;
    read();
    if (incident.isEmpty() && !holds(signed)) {
      fail(
          "audit_history_changed",
          "root %s at size %d".formatted(hex(signed.root()), signed.size()),
          "root " + hex(tree.root(signed.size())));
    }
  }

  private boolean holds(Checkpoint signed) {
    return nodes.size() >= signed.size() && Arrays.equals(tree.root(signed.size()), signed.root());
  }

  private void read() {
    while (incident.isEmpty()) {
      List<StoredRecord> page = store.tail(nodes.size(), PAGE);
      if (page.isEmpty()) return;
      List<byte[]> leaves = new ArrayList<>(page.size());
      long expected = nodes.size() + 1;
      for (StoredRecord stored : page) {
        if (stored.offset() != expected) {
          fail("audit_commit_missing", "commit " + expected, "commit " + stored.offset());
          return;
        }
        try {
          leaves.add(RecordReader.hash(stored));
        } catch (DamagedRecordException e) {
          fail("audit_record_damaged", "commit " + expected + " whole", e.damage().sentence());
          return;
        }
        expected++;
      }
      nodes.append(leaves);
    }
  }

  /**
   * Signs all that was read, when there is something new and it continues what was signed.
   *
   * @return the new checkpoint, flushed
   */
  public synchronized Optional<SignedNote> sign() {
    if (incident.isPresent() || !checked || nodes.size() <= signedSize) return Optional.empty();
    long size = nodes.size();
    byte[] root = tree.root(size);
    if (latest.isPresent()) {
      Checkpoint before = Checkpoint.parse(latest.get().text());
      List<byte[]> proof = tree.consistency(before.size(), size);
      if (!MerkleProofs.consistent(before.size(), size, proof, before.root(), root)) {
        fail(
            "audit_history_changed",
            "a continuation of root %s at size %d".formatted(hex(before.root()), before.size()),
            "another history");
        return Optional.empty();
      }
    }
    SignedNote note = keys.signer().sign(new Checkpoint(keys.origin(), size, root).text());
    FaultPoint.IN_CHECKPOINT.reached();
    checkpoints.append(note, now());
    latest = Optional.of(note);
    signedSize = size;
    return latest;
  }

  /** Keeps the cosignatures of a witness with the checkpoint they are for. */
  public synchronized void cosigned(SignedNote note, List<SignedNote.Line> lines) {
    SignedNote now = latest.filter(l -> l.text().equals(note.text())).orElse(note).with(lines);
    checkpoints.append(now, now());
    if (latest.filter(l -> l.text().equals(note.text())).isPresent()) latest = Optional.of(now);
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  private void fail(String code, String expected, String found) {
    var failure = new AuditIncident(now(), code, expected, found);
    incident = Optional.of(failure);
    failure.write(incidentFile);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A new key, for what is signed from here on. */
  public synchronized NoteKey rotateKey() {
    return keys.rotate(signedSize);
  }

  /**
   * Says that {@code key} is not to be trusted above {@code trusted}, and signs the newest
   * checkpoint again where it rested on that key.
   *
   * @throws IllegalArgumentException when it is the key in use, or not one of this log
   */
  public synchronized void revokeKey(NoteKey key, long trusted) {
    keys.revoke(key, trusted);
    if (latest.isEmpty() || incident.isPresent() || !checked) return;
    Checkpoint signed = Checkpoint.parse(latest.get().text());
    if (keys.history().holds(latest.get(), signed.size()) || !holds(signed)) return;
    SignedNote again = keys.signer().sign(signed.text());
    checkpoints.append(again, now());
    latest = Optional.of(again);
  }

  public KeyFolder keys() {
    return keys;
  }

  public MerkleTree tree() {
    return tree;
  }

  /** Records in the tree. */
  public long size() {
    return nodes.size();
  }

  public long signedSize() {
    return signedSize;
  }

  /** The newest checkpoint. */
  public Optional<SignedNote> latest() {
    return latest;
  }

  /** What ended the signing, if something did. */
  public Optional<AuditIncident> incident() {
    return incident;
  }

  @Override
  public synchronized void close() {
    nodes.close();
  }
}
