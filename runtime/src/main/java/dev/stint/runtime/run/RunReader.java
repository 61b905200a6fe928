package dev.stint.runtime.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.ChainReport;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.activity.RunValues;
import java.util.List;
import java.util.Optional;

/**
 * What is recorded of runs, read from the journal without waking anybody: always as new as the last
 * acknowledged command. Thread-safe; blocks on the store.
 */
public final class RunReader {
  private final StintJournal journal;
  private final RunValues values;

  public RunReader(StintJournal journal, RunValues values) {
    this.journal = journal;
    this.values = values;
  }

  /** A run at some event of its history. */
  public record RunAt(RunState state, RecordedHeader last, RunCost cost) {}

  /** The run as it is now. */
  public Optional<RunAt> run(RunId id) {
    return at(id, Long.MAX_VALUE);
  }

  /** The run as it was after event {@code seq} (H3). */
  public Optional<RunAt> at(RunId id, long seq) {
    List<RecordedHeader> history =
        history(id, 1, (int) Math.min(Integer.MAX_VALUE, Math.max(0, seq)));
    List<Recorded> events = history.stream().map(JournalEventTail::recorded).toList();
    return RunFold.fold(events)
        .map(state -> new RunAt(state, history.getLast(), RunCost.of(events)));
  }

  /** Records from {@code fromSeq} on, at most {@code max}; checked. */
  public List<RecordedHeader> history(RunId id, long fromSeq, int max) {
    return journal.history(id.persistenceId(), fromSeq, max);
  }

  /**
   * The value that an event of the run names.
   *
   * @throws PayloadException when the run's payloads were erased
   */
  public JsonNode value(RunState run, String commit) {
    return values.read(kept(run, commit), commit);
  }

  /**
   * The content of an artifact.
   *
   * @throws PayloadException when they, or all payloads of the run, were erased
   */
  public byte[] artifact(RunState run, Artifact artifact) {
    return bytes(run, artifact.payload());
  }

  /** The bytes of a value, as {@link #value}. */
  public byte[] bytes(RunState run, String commit) {
    return values.bytes(kept(run, commit), commit);
  }

  /** Erased is what the newest history says is, whether or not it is destroyed yet. */
  private RunId kept(RunState run, String commit) {
    RunId id = run.submitted().run();
    boolean newest = journal.store().head(id.persistenceId()).seq() == run.seq();
    RunState now = newest ? run : run(id).map(RunAt::state).orElse(run);
    if (now.custody().erased()) throw PayloadException.erased(id.persistenceId());
    if (now.custody().artifactsErased()
        && now.artifacts().stream().anyMatch(artifact -> artifact.payload().equals(commit))) {
      throw PayloadException.artifactsErased(id.persistenceId());
    }
    return id;
  }

  /** Checks the run's whole chain; damage is a result. */
  public ChainReport verify(RunId id) {
    return journal.verify(id.persistenceId());
  }
}
