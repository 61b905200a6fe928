package dev.stint.persistence.journal.store;

/** A database server does not let this process use the journal; nothing was stored. */
public final class DatabaseException extends JournalException {
  private DatabaseException(String code, String message, Throwable cause) {
    super(code, message, cause);
  }

  /** It does not answer, is starting, or refuses the connection. */
  public static DatabaseException unreachable(String where, Throwable cause) {
    return new DatabaseException(
        "journal_database_unreachable",
        "%s cannot be reached (%s). Start it, or correct stint.journal.postgres.url; Stint connects again by itself."
            .formatted(where, cause.getMessage()),
        cause);
  }

  /** User or password are wrong, or this host may not log in. */
  public static DatabaseException login(String where, String user, Throwable cause) {
    return new DatabaseException(
        "journal_database_login",
        "%s refuses the user \"%s\" (%s). Correct stint.journal.postgres.user and .password."
            .formatted(where, user, cause.getMessage()),
        cause);
  }

  /** The database of the URL does not exist. */
  public static DatabaseException missing(String where, Throwable cause) {
    return new DatabaseException(
        "journal_database_missing",
        "%s does not exist. Create it (createdb), or correct stint.journal.postgres.url."
            .formatted(where),
        cause);
  }

  /** The user may not do what a journal does. */
  public static DatabaseException denied(String where, String user, Throwable cause) {
    return new DatabaseException(
        "journal_database_denied",
        "the user \"%s\" lacks a right in %s (%s). It has to own the schema, or may create it."
            .formatted(user, where, cause.getMessage()),
        cause);
  }

  /** The server has no connection left. */
  public static DatabaseException busy(String where, Throwable cause) {
    return new DatabaseException(
        "journal_database_busy",
        "%s takes no more connections (%s). Raise its max_connections, or lower stint.journal.postgres.connections."
            .formatted(where, cause.getMessage()),
        cause);
  }

  /** The server is a standby, or was set to read only. */
  public static DatabaseException readOnly(String where, Throwable cause) {
    return new DatabaseException(
        "journal_database_read_only",
        where + " takes no writes. Use the URL of the primary, or add targetServerType=primary.",
        cause);
  }

  /** A newer version of Stint has changed the tables. */
  public static DatabaseException newer(String where, String found, String supported) {
    return new DatabaseException(
        "journal_database_newer",
        "%s has tables of version %s, this version of Stint knows %s. Use the version that wrote them."
            .formatted(where, found, supported),
        null);
  }

  /** The schema holds something that is not a journal of Stint, or was changed by hand. */
  public static DatabaseException foreign(String where, Throwable cause) {
    return new DatabaseException(
        "journal_database_foreign",
        "%s does not hold the tables of a journal (%s). Use another stint.journal.postgres.schema, or restore a backup."
            .formatted(where, cause.getMessage()),
        cause);
  }

  /** Something about the server makes it unfit. */
  public static DatabaseException unfit(String where, String expected, String found) {
    return new DatabaseException(
        "journal_database_unfit",
        "%s: expected %s, found %s.".formatted(where, expected, found),
        null);
  }
}
