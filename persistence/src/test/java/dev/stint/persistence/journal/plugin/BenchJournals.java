package dev.stint.persistence.journal.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.postgres.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/** The two journals of a comparison, over a fresh folder or schema at every call. */
sealed interface BenchJournals extends AutoCloseable {
  String store();

  String rivalName();

  Config stint(Path dir);

  Config rival(Path dir);

  @Override
  default void close() throws IOException {}

  static BenchJournals of(String store) throws IOException {
    return switch (store) {
      case "leveldb", "rocksdb" -> new Embedded(store);
      case "postgres" -> OnPostgres.start();
      default ->
          throw new IllegalArgumentException(
              "--store: expected leveldb, rocksdb or postgres, found " + store);
    };
  }

  /** Beside Pekko's own LevelDB journal. */
  record Embedded(String store) implements BenchJournals {
    @Override
    public String rivalName() {
      return "pekko-leveldb";
    }

    @Override
    public Config stint(Path dir) {
      return ConfigFactory.parseString(
              """
              stint.journal.store = %1$s
              stint.journal.%1$s { dir = "%2$s", free-space-floor = 64 MiB, ballast = 16 MiB }
              """
                  .formatted(store, dir))
          .withFallback(JournalConfig.plugins(dir));
    }

    @Override
    public Config rival(Path dir) {
      return ConfigFactory.parseString(
              """
              pekko.persistence.journal.plugin = "pekko.persistence.journal.leveldb"
              pekko.persistence.journal.leveldb { dir = "%s", native = on, fsync = on }
              """
                  .formatted(dir))
          .withFallback(JournalConfig.system(dir.resolveSibling("unused")));
    }
  }

  /** Beside pekko-persistence-jdbc, on one server of this machine that flushes every commit. */
  record OnPostgres(EmbeddedPostgres server) implements BenchJournals {
    /** More connections only take turns on two cores; its queue and the rest are its defaults. */
    private static final int CONNECTIONS = 8;

    static OnPostgres start() throws IOException {
      var journals =
          new OnPostgres(
              EmbeddedPostgres.builder()
                  .setServerConfig("synchronous_commit", "on")
                  .setServerConfig("fsync", "on")
                  .start());
      IO.println(journals.durability());
      return journals;
    }

    /** A comparison is one only when both wait for the disk. */
    private String durability() {
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  "select version(), current_setting('synchronous_commit'), current_setting('fsync')")) {
        row.next();
        return "%s; synchronous_commit %s, fsync %s"
            .formatted(row.getString(1), row.getString(2), row.getString(3));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String store() {
      return "postgres";
    }

    @Override
    public String rivalName() {
      return "pekko-persistence-jdbc";
    }

    private String url() {
      return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
    }

    @Override
    public Config stint(Path dir) {
      return TestPostgres.system(url(), TestPostgres.freshSchema());
    }

    @Override
    public Config rival(Path dir) {
      execute(
          "drop table if exists event_tag, event_journal, snapshot, durable_state cascade",
          script("/schema/postgres/postgres-create-schema.sql"));
      return ConfigFactory.parseString(
              """
              pekko.persistence.journal.plugin = "jdbc-journal"
              jdbc-journal.slick {
                profile = "slick.jdbc.PostgresProfile$"
                db {
                  url = "%s", user = postgres, password = "", driver = "org.postgresql.Driver"
                  numThreads = %2$d, maxConnections = %2$d, minConnections = %2$d
                }
              }
              """
                  .formatted(url(), CONNECTIONS))
          .withFallback(JournalConfig.system(dir.resolveSibling("unused")));
    }

    private void execute(String... scripts) {
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        for (String script : scripts) {
          // Outside of a transaction, as "concurrently" asks: one statement at a time.
          for (String sql : script.split(";\\s*\\n|;\\s*$")) {
            if (!sql.isBlank()) statement.execute(sql);
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String script(String name) {
      try (var in = OnPostgres.class.getResourceAsStream(name)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
