package dev.stint.persistence.journal.store;

/**
 * One record that is not what was written (invariant 7).
 *
 * @param seq its sequence number; 0 means the head of the persistence id
 * @param expected what an undamaged record would have shown
 * @param found what was there instead
 */
public record DamagedRecord(String persistenceId, long seq, String expected, String found) {
  /** One sentence for a person. */
  public String sentence() {
    String which = seq == 0 ? "the head" : "record " + seq;
    return "%s of %s is damaged: expected %s, found %s"
        .formatted(which, persistenceId, expected, found);
  }
}
