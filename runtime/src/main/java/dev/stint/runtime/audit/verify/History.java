package dev.stint.runtime.audit.verify;

import dev.stint.persistence.event.Recorded;
import dev.stint.runtime.audit.bundle.BundleLayout;
import java.util.List;
import java.util.Optional;

/** The records of a run or a job, as a bundle has them. */
record History(String persistenceId, String path, List<Line> lines) {
  boolean isRun() {
    return BundleLayout.isRun(persistenceId);
  }

  /** Where a record is, for people. */
  String where(long seq) {
    return path + " event " + seq;
  }

  /** Every event; nothing when one of them cannot be read. */
  Optional<List<Recorded>> events() {
    List<Recorded> events = lines.stream().flatMap(line -> line.event().stream()).toList();
    return events.size() == lines.size() ? Optional.of(events) : Optional.empty();
  }
}
