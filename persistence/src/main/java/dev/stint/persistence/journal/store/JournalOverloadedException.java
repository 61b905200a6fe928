package dev.stint.persistence.journal.store;

/** The queue of the committer is full: nothing was stored, try again later (G4, invariant 12). */
public final class JournalOverloadedException extends JournalException {
  public JournalOverloadedException(int requests, long bytes) {
    super(
        "journal_overloaded",
        "the journal has %,d appends (%,d bytes) waiting and takes no more; try again in a second"
            .formatted(requests, bytes));
  }
}
