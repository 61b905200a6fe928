package dev.stint.persistence.journal.store;

/** Commits that were acknowledged are no longer there. */
public final class LostCommitsException extends JournalException {
  private final long first;
  private final long last;

  public LostCommitsException(String folder, long first, long last) {
    super(
        "journal_lost_commits",
        "%s: commits %d..%d were acknowledged and are gone. Restore the folder from a backup, or set on-lost-commits = accept to open it without them."
            .formatted(folder, first, last));
    this.first = first;
    this.last = last;
  }

  /** The first commit number that is missing. */
  public long first() {
    return first;
  }

  /** The last commit number that is missing. */
  public long last() {
    return last;
  }
}
