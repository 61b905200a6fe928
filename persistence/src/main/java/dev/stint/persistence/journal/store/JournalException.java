package dev.stint.persistence.journal.store;

/** A failure of the journal. Programs tell failures apart by type or {@link #code()}. */
public abstract sealed class JournalException extends RuntimeException
    permits DamagedRecordException,
        DatabaseException,
        DiskFullException,
        FencedWriterException,
        FolderException,
        JournalOverloadedException,
        LostCommitsException,
        OutcomeUnknownException,
        PayloadException,
        StoreClosedException,
        StoreFailedException {
  private final String code;

  JournalException(String code, String message) {
    super(message);
    this.code = code;
  }

  JournalException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Stable, lower snake case. */
  public final String code() {
    return code;
  }

  /** The code of {@code failure}, whoever reports it. */
  public static String codeOf(Throwable failure) {
    return failure instanceof JournalException known ? known.code() : "journal_failed";
  }
}
