package dev.stint.persistence.care;

import dev.stint.persistence.journal.store.DamagedRecord;

/**
 * Something that is not what was written.
 *
 * @param persistenceId whose it is, "" for the store as a whole
 * @param code {@code damaged}, or the code of the failure to read it
 * @param what e.g. {@code record 7}, {@code payload 3f..}, {@code the head}
 */
public record Finding(
    String code, String persistenceId, String what, String expected, String found) {
  static final String DAMAGED = "damaged";

  static Finding of(DamagedRecord damage) {
    String what = damage.seq() == 0 ? "the head" : "record " + damage.seq();
    return new Finding(DAMAGED, damage.persistenceId(), what, damage.expected(), damage.found());
  }

  /** Whether nothing is known to be wrong, only that the key to look with is not here. */
  public boolean lacksKey() {
    return code.equals("payload_key_missing") || code.equals("payload_erased");
  }

  /** One line for a person. */
  public String sentence() {
    String whose = persistenceId.isEmpty() ? what : what + " of " + persistenceId;
    return "%s: expected %s, found %s".formatted(whose, expected, found);
  }
}
