package dev.stint.persistence.view;

import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;

/**
 * One run event in the order of the whole journal.
 *
 * @param offset position in that order
 * @param persistenceId whose event
 * @param seq position in that history
 */
public record TailEvent(long offset, String persistenceId, long seq, Recorded recorded) {
  RunEvent event() {
    return switch (recorded.event()) {
      case RunEvent event -> event;
      case JobEvent event ->
          throw new IllegalStateException("expected an event of a run, found " + event);
    };
  }
}
