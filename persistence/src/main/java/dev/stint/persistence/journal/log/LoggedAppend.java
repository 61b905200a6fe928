package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.store.Head;
import java.util.List;
import java.util.Optional;

/**
 * An append as the log keeps it.
 *
 * @param head the head after it
 * @param records where its records stand, in order
 * @param payloads where its payloads stand; none of those that were erased
 */
public record LoggedAppend(
    String persistenceId,
    long firstSeq,
    Head head,
    List<Place> records,
    List<LoggedPayload> payloads,
    Optional<LoggedKey> dataKey) {
  /** A payload behind its checksum. */
  public record LoggedPayload(String commit, Place place) {}

  /**
   * A wrapped data key.
   *
   * @param place where it stands behind its checksum
   */
  public record LoggedKey(Place place, byte[] wrapped) {}
}
