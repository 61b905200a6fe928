package dev.stint.persistence.journal.postgres;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for all tests of this process, and a schema of its own for each. */
public final class TestPostgres {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestPostgres() {}

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start(); // stopped by a hook of its own
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One master key for all of them. */
  private static final class Keys {
    static final Path FOLDER = folder();

    private static Path folder() {
      try {
        Path folder = Files.createTempDirectory("stint-test-keys");
        folder.toFile().deleteOnExit();
        folder.resolve("payload.key").toFile().deleteOnExit(); // before its folder
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static int port() {
    return Server.RUNNING.getPort();
  }

  public static String url() {
    return url(port());
  }

  static String url(int port) {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  public static String freshSchema() {
    return "test_" + SCHEMAS.incrementAndGet();
  }

  /** The section {@code stint.journal.postgres}. */
  public static Config section(String url, String schema) {
    return ConfigFactory.parseString(
            """
            url = "%s", user = postgres, password = "", schema = %s, connections = 3
            """
                .formatted(url, schema))
        .withFallback(ConfigFactory.defaultReference().getConfig("stint.journal.postgres"));
  }

  public static PostgresSettings settings(String schema) {
    return PostgresSettings.from(section(url(), schema));
  }

  /** For an actor system: the plugins of Stint over {@code schema}. */
  public static Config system(String schema) {
    return system(url(), schema);
  }

  public static Config system(String url, String schema) {
    return ConfigFactory.parseString("stint.journal.store = postgres")
        .withFallback(section(url, schema).atPath("stint.journal.postgres"))
        .withFallback(JournalConfig.plugins(Keys.FOLDER));
  }

  /** The section {@code stint.journal} over {@code schema}. */
  public static Config journal(String url, String schema) {
    return system(url, schema).resolve().getConfig("stint.journal");
  }

  /** Does what an administrator might. */
  public static void execute(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }
}
