package dev.stint.runtime.retrieval;

/** A folder that cannot be searched, and what to do about it. */
public final class RetrievalException extends Exception {
  private final String code;

  public RetrievalException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable, lower snake case. */
  public String code() {
    return code;
  }
}
