package dev.stint.runtime.replay;

import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.activity.RunValues;
import java.util.List;
import java.util.Optional;

/** The values of one recorded run, for as long as one replay takes. */
final class RecordedValues {
  private RecordedValues() {}

  /** As {@link #of(StintJournal, RunState)}, from the whole history, for who needs most of them. */
  static RunValues of(StintJournal journal, RunId run, List<Recorded> history) {
    boolean erased =
        history.stream().anyMatch(r -> r.event() instanceof CustodyEvent.PayloadsErased);
    return erased
        ? new RunValues((_, _) -> Optional.empty())
        : new RunValues(new PayloadsAhead(journal, run.persistenceId()));
  }

  /**
   * What the newest history says is erased counts as erased, whether or not it is destroyed yet.
   *
   * @param newest the run as it is now
   */
  static RunValues of(StintJournal journal, RunState newest) {
    return newest.custody().erased()
        ? new RunValues((_, _) -> Optional.empty())
        : new RunValues(journal::payload);
  }
}
