package dev.stint.persistence.journal.store;

/** Commits that were acknowledged are no longer there. */
public final class LostCommitsException extends JournalException {
  private final long first;
  private final long last;

  public LostCommitsException(String folder, long first, long last) {
    this(
        folder,
        first,
        last,
        "Restore the folder from a backup, or set on-lost-commits = accept to open it without them.");
  }

  private LostCommitsException(String where, long first, long last, String remedy) {
    super(
        "journal_lost_commits",
        "%s: commits %d..%d were acknowledged and are gone. %s"
            .formatted(where, first, last, remedy));
    this.first = first;
    this.last = last;
  }

  /** Rows are missing in a database. */
  public static LostCommitsException inDatabase(String where, long first, long last) {
    return new LostCommitsException(where, first, last, "Restore the database from a backup.");
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
