package dev.stint.persistence.journal;

import dev.stint.persistence.journal.store.DamagedRecord;
import java.util.Optional;

/**
 * What a check of one chain found (H2).
 *
 * @param records how many records are proven, from the first on
 * @param headHash hash of the last of them in hex, "" when there is none
 * @param damage the first record that is not what was written
 */
public record ChainReport(
    String persistenceId, long records, String headHash, Optional<DamagedRecord> damage) {
  /** Whether every record is proven. */
  public boolean whole() {
    return damage.isEmpty();
  }
}
