package dev.stint.persistence.care;

import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.JournalException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was found so far: each place once, although several checks may come by it. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();
  private final Set<String> places = new HashSet<>();

  void add(String persistenceId, String what, String expected, String found) {
    add(new Finding(Finding.DAMAGED, persistenceId, what, expected, found));
  }

  void add(Finding finding) {
    if (places.add(finding.persistenceId() + "\0" + finding.what())) all.add(finding);
  }

  /** A failure to read {@code what}, under the name the failure itself gives when it gives one. */
  void add(String persistenceId, String what, JournalException failure) {
    if (failure instanceof DamagedRecordException damaged) add(Finding.of(damaged.damage()));
    else {
      String found = failure.getMessage();
      add(new Finding(failure.code(), persistenceId, what, "what was written", found));
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
