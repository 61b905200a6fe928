package dev.stint.persistence.journal.store;

/** The engine under the journal reported a fault. */
public final class StoreFailedException extends JournalException {
  public StoreFailedException(String message, Throwable cause) {
    super("journal_store_failed", message, cause);
  }
}
