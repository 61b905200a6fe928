package dev.stint.persistence.journal.store;

/** The folder of a store cannot be used by this process. */
public final class FolderException extends JournalException {
  private FolderException(String code, String message) {
    super(code, message);
  }

  /** Another process, or another store of this process, has the folder open. */
  public static FolderException locked(String folder, String holder) {
    return new FolderException(
        "journal_folder_locked",
        "%s is open in %s. Only one process may open it: stop that one, or use another folder."
            .formatted(folder, holder));
  }

  /** A newer version of Stint wrote the folder. */
  public static FolderException newer(String folder, int found, int supported) {
    return new FolderException(
        "journal_folder_newer",
        "%s has format %d, this version reads up to %d. Use the version of Stint that wrote it."
            .formatted(folder, found, supported));
  }

  /** Another engine wrote the folder. */
  public static FolderException otherEngine(String folder, String found, String wanted) {
    return new FolderException(
        "journal_folder_other_engine",
        "%s holds a journal of the store %s, not of %s. Set stint.journal.store = %s, or use another folder."
            .formatted(folder, found, wanted, found));
  }

  /** A file that Stint keeps beside the database cannot be read. */
  public static FolderException unreadable(String file, String expected, String found) {
    return new FolderException(
        "journal_folder_unreadable",
        "%s: expected %s, found %s. Restore the folder from a backup."
            .formatted(file, expected, found));
  }
}
