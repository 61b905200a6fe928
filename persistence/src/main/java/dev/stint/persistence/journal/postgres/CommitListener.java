package dev.stint.persistence.journal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns of commits by other nodes: the server's notices wake it at once, and where one is lost it
 * looks by itself. Owns one connection and one thread, from the first listener on.
 *
 * <p>Nodes tell each other only while somebody listens: whoever begins to says so by a notice, and
 * all count now and then, by the name of their connections.
 */
final class CommitListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitListener.class);

  private static final String LOOK =
      """
      select last_offset, 1 < (
        select count(*) from pg_stat_activity
        where datname = current_database() and application_name = current_setting('application_name'))
      from commit_counter\
      """;

  private final PostgresSettings settings;
  private final Connections connections;
  private final String channel;
  private final IntSupplier ownBackend;
  private final Audience audience;
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private Thread thread;
  private Connection current;
  private boolean closed;
  private long announced;

  CommitListener(
      PostgresSettings settings,
      Connections connections,
      String channel,
      IntSupplier ownBackend,
      Audience audience) {
    this.settings = settings;
    this.connections = connections;
    this.channel = channel;
    this.ownBackend = ownBackend;
    this.audience = audience;
  }

  synchronized void add(LongConsumer listener) {
    listeners.add(listener);
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().daemon().name("stint-journal-listener").start(this::run);
    }
  }

  private void run() {
    while (!isClosed()) {
      try (Connection connection = connections.open()) {
        if (adopt(connection)) listen(connection);
      } catch (SQLException e) {
        audience.isPresent(true); // nobody counts it any more
        if (pause()) LOG.warn("{} is not heard, trying again: {}", settings.where(), e.toString());
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (PreparedStatement named =
            connection.prepareStatement("select set_config('application_name', ?, false)");
        Statement listen = connection.createStatement()) {
      named.setString(1, channel);
      named.execute();
      listen.execute("listen " + channel);
      listen.execute("notify " + channel + ", '0'"); // from now on somebody listens
    }
    var notices = connection.unwrap(PGConnection.class);
    int wait = Math.toIntExact(settings.pollInterval().toMillis());
    announce(look(connection)); // what came while nobody listened
    long looked = System.nanoTime();
    while (!isClosed()) {
      PGNotification[] found = notices.getNotifications(wait);
      boolean quiet = found == null || found.length == 0;
      if (!quiet) announce(newestOfOthers(found, notices.getBackendPID()));
      if (quiet || System.nanoTime() - looked >= settings.pollInterval().toNanos()) {
        announce(look(connection));
        looked = System.nanoTime();
      }
    }
  }

  private long newestOfOthers(PGNotification[] found, int self) {
    long newest = 0;
    for (PGNotification notice : found) {
      if (notice.getPID() == ownBackend.getAsInt() || notice.getPID() == self) continue;
      audience.isPresent(true);
      newest = Math.max(newest, Long.parseLong(notice.getParameter()));
    }
    return newest;
  }

  /** The newest commit; and counts who listens. */
  private long look(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(LOOK)) {
      row.next();
      audience.isPresent(row.getBoolean(2));
      return row.getLong(1);
    }
  }

  private void announce(long offset) {
    if (offset <= announced) return;
    announced = offset;
    listeners.forEach(listener -> listener.accept(offset));
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized boolean adopt(Connection connection) {
    current = connection;
    return !closed;
  }

  /** Whether there is a reason to go on after the pause. */
  private synchronized boolean pause() {
    try {
      if (!closed) wait(settings.pollInterval().toMillis());
    } catch (InterruptedException e) {
      closed = true;
    }
    return !closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    try {
      if (current != null) current.abort(Runnable::run); // ends the wait for notices
    } catch (SQLException e) {
      LOG.debug("closing the listener", e);
    }
  }
}
