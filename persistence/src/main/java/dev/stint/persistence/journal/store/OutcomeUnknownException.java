package dev.stint.persistence.journal.store;

/** The store did not answer whether the batch is durable; it can be asked by reading. */
public final class OutcomeUnknownException extends JournalException {
  public OutcomeUnknownException(String message, Throwable cause) {
    super("journal_outcome_unknown", message, cause);
  }
}
