package dev.stint.persistence.journal.store;

import java.util.List;

/** A payload, or the key it is sealed with, cannot be used. */
public final class PayloadException extends JournalException {
  private PayloadException(String code, String message) {
    super(code, message);
  }

  /** The master key that wrapped the data key is not among those given. */
  public static PayloadException keyMissing(String wanted, String where, List<String> found) {
    return new PayloadException(
        "payload_key_missing",
        "the payloads need master key %s; looked in %s, found %s. Give the key back (older keys behind the newest one), or restore it from where it is kept."
            .formatted(wanted, where, found.isEmpty() ? "none" : String.join(", ", found)));
  }

  /** The place that should hold the master key holds something that cannot serve. */
  public static PayloadException keyUnusable(String where, String expected, String found) {
    return new PayloadException(
        "payload_key_unusable",
        "stint.payload.key: %s: expected %s, found %s".formatted(where, expected, found));
  }

  /** The payloads were erased: nobody can bring them back. */
  public static PayloadException erased(String persistenceId) {
    return new PayloadException(
        "payload_erased",
        "the payloads of %s were erased; its history still stands and verifies"
            .formatted(persistenceId));
  }

  /** The artifacts were erased before the rest. */
  public static PayloadException artifactsErased(String persistenceId) {
    return new PayloadException(
        "artifacts_erased",
        "the artifacts of %s were kept for as long as its job asked, and are erased; its history still stands and verifies"
            .formatted(persistenceId));
  }

  /** Whether what was asked for is gone for good, as the history tells. */
  public boolean gone() {
    return code().equals("payload_erased") || code().equals("artifacts_erased");
  }

  /** The bytes are not those that were written. */
  public static PayloadException damaged(String what, String expected, String found) {
    return new PayloadException(
        "payload_damaged",
        "%s is damaged: expected %s, found %s. Restore this journal from a backup."
            .formatted(what, expected, found));
  }
}
