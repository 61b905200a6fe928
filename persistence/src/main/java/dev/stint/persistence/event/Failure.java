package dev.stint.persistence.event;

/**
 * Work that went wrong. Whether to try again is decided by {@code kind}, never by reading {@code
 * message}.
 *
 * @param code stable, lower snake case, e.g. {@code tool_timeout}
 * @param message one sentence for a person, free of secrets and personal data
 */
public record Failure(Kind kind, String code, String message) {
  /** How a failure may be answered. */
  public enum Kind {
    /** The same attempt may succeed later. */
    RETRYABLE,
    /** Trying again cannot help. */
    TERMINAL,
    /** Nobody knows whether the effect happened (B3). */
    IN_DOUBT
  }

  public static Failure retryable(String code, String message) {
    return new Failure(Kind.RETRYABLE, code, message);
  }

  public static Failure terminal(String code, String message) {
    return new Failure(Kind.TERMINAL, code, message);
  }

  public static Failure inDoubt(String code, String message) {
    return new Failure(Kind.IN_DOUBT, code, message);
  }
}
