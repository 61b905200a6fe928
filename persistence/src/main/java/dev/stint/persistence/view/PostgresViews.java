package dev.stint.persistence.view;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stint.persistence.journal.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The views in PostgreSQL, beside the journal and shared by its nodes: a schema that may be dropped
 * at any time. Its name carries the layout, so that nodes of two versions do not meet in it.
 */
public final class PostgresViews {
  private static final int CONNECTIONS = 4;

  private PostgresViews() {}

  /** The schema of the views beside a journal in {@code settings}. */
  public static String schema(PostgresSettings settings) {
    return settings.schema() + "_views_" + ViewDatabase.LAYOUT;
  }

  /**
   * Opens the views, and makes the tables when they are missing.
   *
   * @throws ViewException when the server refuses; the journal tells why
   */
  public static ViewDatabase open(PostgresSettings settings) {
    var pool = new HikariDataSource(configured(settings));
    var database = new ViewDatabase(pool, pool::close);
    try {
      database.write(c -> prepare(c, schema(settings)));
      return database;
    } catch (ViewException e) {
      database.close();
      throw e;
    }
  }

  private static HikariConfig configured(PostgresSettings settings) {
    var source = new PGSimpleDataSource();
    source.setURL(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setCurrentSchema(schema(settings));
    source.setApplicationName("stint-views");
    source.setTcpKeepAlive(true);
    source.setLogServerErrorDetail(false); // which would quote rows
    source.setOptions("-c TimeZone=UTC");
    var config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("stint-views");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    // Rebuilt from the journal when lost: nobody waits for these to reach the disk.
    config.setConnectionInitSql("set synchronous_commit = off");
    return config;
  }

  /** One node at a time; the others find the tables made. */
  private static void prepare(Connection connection, String schema) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(hashtext('stint views'))");
      statement.execute("create schema if not exists " + schema);
    }
    ViewDatabase.createTables(connection);
  }

  /** Drops the views, to be opened anew. */
  public static void drop(PostgresSettings settings) {
    try (var pool = new HikariDataSource(configured(settings));
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop schema if exists " + schema(settings) + " cascade");
    } catch (SQLException e) {
      throw new ViewException("the views could not be dropped: " + e.getMessage(), e);
    }
  }
}
