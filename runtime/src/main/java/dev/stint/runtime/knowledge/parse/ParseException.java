package dev.stint.runtime.knowledge.parse;

/** A document that cannot be read, and why in one sentence without its text. */
public final class ParseException extends Exception {
  private final String code;

  public ParseException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable, lower snake case. */
  public String code() {
    return code;
  }
}
