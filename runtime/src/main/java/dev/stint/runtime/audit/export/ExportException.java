package dev.stint.runtime.audit.export;

/** A bundle that cannot be made; says why and what to do. */
public final class ExportException extends Exception {
  private final String code;

  ExportException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable, lower snake case. */
  public String code() {
    return code;
  }
}
