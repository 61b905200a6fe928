package dev.stint.persistence.journal.embedded;

/** An engine failed; {@link Database} says of which folder. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
