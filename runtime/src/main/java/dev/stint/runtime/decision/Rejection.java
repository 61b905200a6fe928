package dev.stint.runtime.decision;

/**
 * A refused command: what was expected and what was found, in one sentence.
 *
 * @param code stable, lower snake case
 */
public record Rejection(Kind kind, String code, String message) {
  /** What the asker can do about it. */
  public enum Kind {
    NOT_FOUND,
    CONFLICT,
    /** The asker may never do this. */
    FORBIDDEN,
    /** What the asker saw has changed. */
    STALE
  }

  static Rejection conflict(String code, String message) {
    return new Rejection(Kind.CONFLICT, code, message);
  }

  static Rejection forbidden(String code, String message) {
    return new Rejection(Kind.FORBIDDEN, code, message);
  }

  static Rejection notFound(String code, String message) {
    return new Rejection(Kind.NOT_FOUND, code, message);
  }

  static Rejection stale(String code, String message) {
    return new Rejection(Kind.STALE, code, message);
  }
}
