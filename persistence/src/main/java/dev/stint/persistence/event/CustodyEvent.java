package dev.stint.persistence.event;

import java.util.List;
import java.util.Optional;

/**
 * Facts about how long what the run holds is kept (H4). Reasons stay in the record for ever: they
 * must not name the person whose data is meant.
 */
public sealed interface CustodyEvent extends RunEvent {

  /** A legal hold: nothing of the run may be erased. */
  record Held(String reason) implements CustodyEvent {}

  /** Another person than who placed it ended the hold. */
  record HoldReleased(String reason) implements CustodyEvent {}

  /**
   * A person asks for the run's payloads to be erased; another one must approve it.
   *
   * @param basis why it may be done, in lower snake case, e.g. {@code data_subject_request}
   */
  record ErasureRequested(String basis, String reason) implements CustodyEvent {}

  /**
   * From here on the payloads and their key are gone, or being destroyed: what was decided is
   * durable before anything is.
   *
   * @param requestedBy {@code user:...}, or {@code system} when the time to keep them had passed
   * @param approvedBy another person, or {@code system} likewise
   * @param payloads how many there were
   * @param keptMs how long they had to be kept, when it was time that decided
   */
  record PayloadsErased(
      String basis,
      String reason,
      String requestedBy,
      String approvedBy,
      long payloads,
      Optional<Long> keptMs)
      implements CustodyEvent {}

  /**
   * The time to keep the run's artifacts had passed; what else it holds is kept. From here on their
   * content is gone, or being destroyed.
   *
   * @param payloads commitments under which the artifacts were kept, sorted
   * @param keptMs how long they had to be kept
   */
  record ArtifactsErased(List<String> payloads, long keptMs) implements CustodyEvent {
    public ArtifactsErased {
      payloads = List.copyOf(payloads);
    }
  }
}
