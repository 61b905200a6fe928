package dev.stint.runtime.connector.sql;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.egress.NamedSockets;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.tool.ToolException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection for one call: opened with the secret as it is now, closed afterwards. An interrupt
 * of the caller cancels the statement in the database. Thread-safe.
 */
final class SqlSession {
  private static final long PATIENCE_MS = 2_000;

  private final SqlSettings settings;
  private final EgressGate gate;
  private final Secrets secrets;

  SqlSession(SqlSettings settings, EgressGate gate, Secrets secrets) {
    this.settings = settings;
    this.gate = gate;
    this.secrets = secrets;
  }

  /** What a call does with its statement. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection, PreparedStatement statement)
        throws SQLException, ToolException, InterruptedException;
  }

  /**
   * Prepares {@code sql} on a connection without auto-commit, and does the work. What the work does
   * not commit is rolled back.
   *
   * @throws SQLException of the database, or of the way there
   */
  <T> T run(BoundSql sql, boolean readOnly, Work<T> work)
      throws SQLException, ToolException, InterruptedException {
    String password =
        settings.password().isPresent() ? secrets.value(settings.password().get()) : "";
    var current = new AtomicReference<Statement>();
    var result = new AtomicReference<T>();
    var broke = new AtomicReference<Exception>();
    // A thread of its own: an interrupt in the middle of a file of H2 would close that file.
    Thread worker =
        Thread.ofVirtual()
            .name(settings.name())
            .start(() -> {
              try {
                result.set(work(sql, readOnly, password, current, work));
              } catch (Exception e) {
                broke.set(e);
              }
            });
    try {
      worker.join();
    } catch (InterruptedException e) {
      cancel(current, worker);
      throw e;
    }
    switch (broke.get()) {
      case null -> {
        return result.get();
      }
      case SQLException e -> throw e;
      case ToolException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Exception e -> throw new IllegalStateException(e);
    }
  }

  private <T> T work(
      BoundSql sql,
      boolean readOnly,
      String password,
      AtomicReference<Statement> current,
      Work<T> work)
      throws SQLException, ToolException, InterruptedException {
    try (Connection connection = open(password)) {
      connection.setReadOnly(readOnly);
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
        current.set(statement);
        statement.setQueryTimeout(Math.max(1, (int) settings.timeout().toSeconds()));
        return work.with(connection, statement);
      } finally {
        current.set(null);
        rollBack(connection);
      }
    }
  }

  /** A connection that is gone has nothing to take back; what broke it is what counts. */
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // Closing does the same.
    }
  }

  private Connection open(String password) throws SQLException {
    var properties = new Properties();
    if (!settings.user().isEmpty()) properties.setProperty("user", settings.user());
    if (!password.isEmpty()) properties.setProperty("password", password);
    if (!settings.postgres()) return DriverManager.getConnection(settings.url(), properties);
    properties.setProperty("ApplicationName", "stint");
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "15");
    properties.setProperty("socketTimeout", String.valueOf(settings.timeout().toSeconds() + 10));
    // The driver makes its factory from these two by itself.
    properties.setProperty("socketFactory", NamedSockets.class.getName());
    try (NamedSockets.Name name = NamedSockets.register(gate)) {
      properties.setProperty("socketFactoryArg", name.value());
      return DriverManager.getConnection(settings.url(), properties);
    }
  }

  private static void cancel(AtomicReference<Statement> current, Thread worker) {
    try {
      Optional<Statement> statement = Optional.ofNullable(current.get());
      if (statement.isPresent()) statement.get().cancel();
      worker.join(PATIENCE_MS);
    } catch (SQLException _) {
      // It ends by its own time limit.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
