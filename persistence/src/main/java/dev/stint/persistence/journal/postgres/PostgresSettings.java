package dev.stint.persistence.journal.postgres;

import com.typesafe.config.Config;
import dev.stint.config.text.SecretReference;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Settings of the PostgreSQL store; each is described in {@code reference.conf}.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, without a password
 * @param password the secret itself
 * @param schema where the tables are, made when missing
 * @param connections that read at once; one more writes and one listens
 * @param connectTimeout for one attempt to connect
 * @param statementTimeout after which the server gives a statement up
 * @param lockTimeout how long an append waits for another node's
 * @param settleTimeout how long an append waits to learn what became of a commit without an answer
 * @param pollInterval how long another node's commit may stay unnoticed when its notice is lost
 */
public record PostgresSettings(
    String url,
    String user,
    String password,
    String schema,
    int connections,
    Duration connectTimeout,
    Duration statementTimeout,
    Duration lockTimeout,
    Duration settleTimeout,
    Duration pollInterval) {
  private static final String SECTION = "stint.journal.postgres.";
  private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,40}");

  public PostgresSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          SECTION
              + "url: expected jdbc:postgresql://host:port/database, found another kind of URL");
    }
    if (url.matches("(?i).*[?&]password=.*")) {
      throw new IllegalArgumentException(
          SECTION + "url: a password does not belong there; use " + SECTION + "password");
    }
    if (!SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          SECTION + "schema: expected %s, found \"%s\"".formatted(SCHEMA, schema));
    }
  }

  /** Reads the section {@code stint.journal.postgres}. */
  public static PostgresSettings from(Config postgres) {
    return new PostgresSettings(
        postgres.getString("url"),
        postgres.getString("user"),
        SecretReference.resolve(
            SECTION + "password", postgres.getString("password"), System.getenv()),
        postgres.getString("schema"),
        postgres.getInt("connections"),
        postgres.getDuration("connect-timeout"),
        postgres.getDuration("statement-timeout"),
        postgres.getDuration("lock-timeout"),
        postgres.getDuration("settle-timeout"),
        postgres.getDuration("poll-interval"));
  }

  /** What a person knows the journal by; without the parameters of the URL. */
  public String where() {
    String place = url.replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?.*$", "");
    return "PostgreSQL " + place + ", schema " + schema;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return where();
  }
}
