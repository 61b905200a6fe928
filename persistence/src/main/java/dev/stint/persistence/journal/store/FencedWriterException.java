package dev.stint.persistence.journal.store;

/** A stale owner tried to write; its event is not stored and it must stop (invariant 8). */
public final class FencedWriterException extends JournalException {
  public FencedWriterException(String persistenceId, AppendResult.Conflict conflict) {
    super(
        "journal_fenced",
        "event %d of %s was refused, the journal expects %d next: another owner has written since. This owner stops."
            .formatted(conflict.found(), persistenceId, conflict.expected()));
  }
}
