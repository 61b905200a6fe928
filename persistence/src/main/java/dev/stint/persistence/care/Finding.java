package dev.stint.persistence.care;

import dev.stint.persistence.journal.store.DamagedRecord;

/**
 * Something that is not what was written.
 *
 * @param persistenceId whose it is, "" for the store as a whole
 * @param what e.g. {@code record 7}, {@code payload 3f..}, {@code the head}
 */
public record Finding(String persistenceId, String what, String expected, String found) {
  static Finding of(DamagedRecord damage) {
    String what = damage.seq() == 0 ? "the head" : "record " + damage.seq();
    return new Finding(damage.persistenceId(), what, damage.expected(), damage.found());
  }

  /** One line for a person. */
  public String sentence() {
    String whose = persistenceId.isEmpty() ? what : what + " of " + persistenceId;
    return "%s: expected %s, found %s".formatted(whose, expected, found);
  }
}
