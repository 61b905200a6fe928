package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.DatabaseException;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.LostCommitsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables to what this version needs, and looks whether server and journal are fit. */
final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private final PostgresSettings settings;
  private final Connections connections;
  private final SqlFailures failures;

  Schema(PostgresSettings settings, Connections connections) {
    this.settings = settings;
    this.connections = connections;
    this.failures = new SqlFailures(settings);
  }

  /**
   * @throws DatabaseException when it cannot be reached, is not a journal, or is from a newer
   *     version; nothing was changed
   * @throws LostCommitsException when the newest records are gone
   */
  void prepare() {
    try (Connection connection = connections.open()) { // first, for its clear errors
      requireFit(connection);
      migrate();
      requireWhole(connection);
    } catch (SQLException e) {
      throw failures.of("open", e);
    }
  }

  private void requireFit(Connection connection) throws SQLException {
    String encoding = setting(connection, "server_encoding");
    if (!encoding.equals("UTF8")) {
      throw DatabaseException.unfit(settings.where(), "the encoding UTF8", encoding);
    }
    for (String name : new String[] {"fsync", "full_page_writes"}) {
      if (setting(connection, name).equals("off")) {
        LOG.warn(
            "{} runs with {} = off: a crash of its machine can lose what was acknowledged.",
            settings.where(),
            name);
      }
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement show = connection.createStatement();
        ResultSet row = show.executeQuery("show " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  private void migrate() {
    Flyway flyway =
        Flyway.configure()
            .dataSource(connections.source())
            .schemas(settings.schema())
            .locations("classpath:db/journal")
            .cleanDisabled(true)
            .load();
    try {
      refuseNewer(flyway.info().all());
      flyway.migrate();
    } catch (FlywayException e) {
      throw refused(e);
    }
  }

  private JournalException refused(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) return failures.of("migrate", sql);
    }
    return DatabaseException.foreign(settings.where(), e);
  }

  private void refuseNewer(MigrationInfo[] all) {
    var found =
        Arrays.stream(all)
            .filter(m ->
                m.getState() == MigrationState.FUTURE_SUCCESS
                    || m.getState() == MigrationState.FUTURE_FAILED)
            .reduce((older, newer) -> newer);
    var known =
        Arrays.stream(all)
            .filter(m -> m.getScript() != null && !m.getState().name().startsWith("FUTURE"))
            .reduce((older, newer) -> newer);
    if (found.isPresent()) {
      throw DatabaseException.newer(
          settings.where(), version(found.get()), known.map(Schema::version).orElse("none"));
    }
  }

  private static String version(MigrationInfo migration) {
    return String.valueOf(migration.getVersion());
  }

  /** Frames that a hand deleted at the end leave no gap, so the counter tells. */
  private void requireWhole(Connection connection) throws SQLException {
    String sql =
        """
        select c.last_offset, greatest(
          (select coalesce(max(commit_offset), 0) from rows_of_v1),
          (select coalesce(max(last_offset), 0) from frames
            where first_offset = (select max(first_offset) from frames)))
        from commit_counter c where id = 1\
        """;
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      if (!row.next()) throw DatabaseException.unfit(settings.where(), "a commit counter", "none");
      if (row.getLong(1) != row.getLong(2)) {
        throw LostCommitsException.inDatabase(settings.where(), row.getLong(2) + 1, row.getLong(1));
      }
    }
  }
}
