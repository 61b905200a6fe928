package dev.stint.persistence.journal.store;

/** The journal was closed before or while it was asked; an append was not stored. */
public final class StoreClosedException extends JournalException {
  public StoreClosedException(String what) {
    super("journal_closed", what + " is closed");
  }
}
