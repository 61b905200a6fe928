package dev.stint.persistence.view;

import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;

/**
 * One run event in the order of the whole journal.
 *
 * @param offset position in that order
 * @param persistenceId whose event
 * @param seq position in that history
 */
public record TailEvent(long offset, String persistenceId, long seq, Recorded recorded) {
  private static final String RUNS = "run|";

  /** Whether a persistence id is that of a run. */
  static boolean ofRun(String persistenceId) {
    return persistenceId.startsWith(RUNS);
  }

  RunId run() {
    return new RunId(persistenceId.substring(RUNS.length()));
  }

  RunEvent event() {
    return switch (recorded.event()) {
      case RunEvent event -> event;
      case JobEvent event -> throw new IllegalStateException("no event of a run: " + event);
      case AuditEvent event ->
          throw new IllegalStateException("expected an event of a run, found " + event);
      case MemoryEvent event ->
          throw new IllegalStateException("expected an event of a run, found " + event);
    };
  }
}
