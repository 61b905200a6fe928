package dev.stint.persistence.journal.store;

/** Free space is below the floor: nothing was written, and appending resumes when space is back. */
public final class DiskFullException extends JournalException {
  public DiskFullException(String where, long free, long needed) {
    super(
        "journal_disk_full",
        "%s has %,d bytes free, %,d are needed before anything is written. Free some space; writing resumes by itself."
            .formatted(where, free, needed));
  }

  /** The disk of a server is full, which it said itself. */
  public DiskFullException(String where) {
    super(
        "journal_disk_full",
        where + " has no space left. Free some there; writing resumes by itself.");
  }
}
