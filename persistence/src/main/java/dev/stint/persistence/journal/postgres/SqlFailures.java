package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.DatabaseException;
import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.sql.SQLException;
import java.util.Optional;

/** What an SQLSTATE of PostgreSQL means to a journal. Pure. */
final class SqlFailures {
  private final PostgresSettings settings;

  SqlFailures(PostgresSettings settings) {
    this.settings = settings;
  }

  /** The failure of {@code verb} as the journal tells it. */
  JournalException of(String verb, SQLException failure) {
    SQLException told = told(failure);
    String where = settings.where();
    String user = settings.user();
    return switch (state(told)) {
      case "28P01", "28000" -> DatabaseException.login(where, user, told);
      case "3D000" -> DatabaseException.missing(where, told);
      case "42501" -> DatabaseException.denied(where, user, told);
      case "25006" -> DatabaseException.readOnly(where, told);
      case "53300" -> DatabaseException.busy(where, told);
      case "53100" -> new DiskFullException(where);
      default ->
          connectionLost(told)
              ? DatabaseException.unreachable(where, told)
              : new StoreFailedException(
                  "cannot %s %s: %s (SQLSTATE %s)"
                      .formatted(verb, where, told.getMessage(), state(told)),
                  told);
    };
  }

  /** Whether the connection is of no more use, and the failure says nothing about the statement. */
  static boolean connectionLost(SQLException failure) {
    String state = state(told(failure));
    // Shut down by an administrator, by a crash, still starting; or no server at all.
    return state.startsWith("08") || state.startsWith("57P0");
  }

  /** Whether a key that must be new was not. */
  static boolean alreadyThere(SQLException failure) {
    return state(told(failure)).equals("23505");
  }

  /** A pool reports a timeout of its own; why no connection came stands behind it. */
  private static SQLException told(SQLException failure) {
    return failure.getSQLState() == null && failure.getCause() instanceof SQLException cause
        ? told(cause)
        : failure;
  }

  private static String state(SQLException failure) {
    return Optional.ofNullable(failure.getSQLState()).orElse("08000");
  }
}
