package dev.stint.runtime.run;

import dev.stint.persistence.state.RunState;
import java.util.Optional;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/** A snapshot is the folded state itself. */
final class RunSnapshots implements SnapshotAdapter<RunEntity.Run> {
  @Override
  public Object toJournal(RunEntity.Run run) {
    return run.state().orElseThrow();
  }

  @Override
  public RunEntity.Run fromJournal(Object stored) {
    return new RunEntity.Run(Optional.of((RunState) stored));
  }
}
