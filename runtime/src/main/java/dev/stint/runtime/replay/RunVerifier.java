package dev.stint.runtime.replay;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.plugin.SnapshotBody;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredSnapshot;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.replay.RunVerification.Failure;
import dev.stint.runtime.replay.RunVerification.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies recorded runs (H3): chain, decisions, requests of steps, stored states. Reads the
 * journal and computes; there is nothing here that could call a tool or a model. Thread-safe;
 * blocks on the store.
 */
public final class RunVerifier {
  private final StintJournal journal;
  private final ReplayedIntentions intentions;

  /**
   * @param intentions what steps ask for
   */
  public RunVerifier(StintJournal journal, ReplayedIntentions intentions) {
    this.journal = journal;
    this.intentions = intentions;
  }

  /**
   * @param requests whether to compute what steps asked for, too
   */
  public RunVerification verify(RunId run, boolean requests) {
    try {
      return replayed(run, requests);
    } catch (DamagedRecordException e) {
      return damaged(run, e.damage());
    }
  }

  private RunVerification replayed(RunId run, boolean requests) {
    long started = System.nanoTime();
    List<RecordedHeader> headers = journal.history(run.persistenceId(), 1, Integer.MAX_VALUE);
    List<Recorded> history = new ArrayList<>(headers.size());
    for (RecordedHeader header : headers) history.add(JournalEventTail.recorded(header));
    var unsaid = new UnsaidRoles(history);
    RunValues values = RecordedValues.of(journal, run, history);
    var regeneration = new Regeneration(history, clock -> intentions.of(values, clock), values);
    Redecision.Result decided =
        Redecision.of(
            history,
            (before, command, from, to) -> {
              unsaid.decided(before, command, from, to);
              if (requests) regeneration.decided(before, command, from, to);
            });
    Optional<Divergence> otherBytes = otherBytes(headers, history);
    long nanos = System.nanoTime() - started - regeneration.nanos();
    Optional<StoredSnapshot> snapshot = snapshot(run, headers.size());
    Optional<Failure> failure =
        earliest(decided.divergence(), regeneration.divergence())
            .or(() -> otherBytes)
            .map(d -> new Failure(Kind.NONDETERMINISM, d))
            .or(() -> snapshot.flatMap(s -> diverged(s, history)));
    return new RunVerification(
        run,
        decided.events(),
        decided.commands(),
        regeneration.same(),
        regeneration.notHere(),
        unsaid.count(),
        snapshot.map(StoredSnapshot::seq),
        nanos,
        failure);
  }

  private static Optional<Divergence> earliest(
      Optional<Divergence> decision, Optional<Divergence> request) {
    if (decision.isEmpty()) return request;
    return request.filter(r -> r.seq() < decision.get().seq()).or(() -> decision);
  }

  private static RunVerification damaged(RunId run, DamagedRecord damage) {
    var divergence = new Divergence(damage.seq(), "the record", damage.expected(), damage.found());
    return new RunVerification(
        run,
        Math.max(0, damage.seq() - 1),
        0,
        Map.of(),
        Map.of(),
        0,
        Optional.empty(),
        0,
        Optional.of(new Failure(Kind.RECORD_DAMAGED, divergence)));
  }

  /** A record may hold more than its event: what the codec does not read must not be there. */
  private static Optional<Divergence> otherBytes(
      List<RecordedHeader> headers, List<Recorded> history) {
    for (int i = 0; i < headers.size(); i++) {
      RecordedHeader header = headers.get(i);
      if (!Arrays.equals(header.data(), EventCodec.write(history.get(i).event()))) {
        return Optional.of(
            new Divergence(
                header.seq(), header.type(), "the canonical bytes of the event", "other bytes"));
      }
    }
    return Optional.empty();
  }

  private Optional<StoredSnapshot> snapshot(RunId run, long events) {
    return journal
        .store()
        .loadSnapshot(
            run.persistenceId(),
            new SnapshotRange(0, events, 0, Long.MAX_VALUE),
            s -> SnapshotBody.read(s.bytes()).isPresent());
  }

  private static Optional<Failure> diverged(StoredSnapshot stored, List<Recorded> history) {
    RunState folded = RunFold.fold(history.subList(0, (int) stored.seq())).orElseThrow();
    byte[] body = SnapshotBody.read(stored.bytes()).orElseThrow().bytes();
    if (EventCodec.readState(body).equals(folded)) return Optional.empty();
    Divergence divergence =
        JsonDifference.between(
                EventDifference.json(EventCodec.write(folded)), EventDifference.json(body))
            .map(d ->
                new Divergence(
                    stored.seq(), "the stored state" + d.path(), d.expected(), d.found()))
            .orElseThrow();
    return Optional.of(new Failure(Kind.STATE_DIVERGED, divergence));
  }
}
