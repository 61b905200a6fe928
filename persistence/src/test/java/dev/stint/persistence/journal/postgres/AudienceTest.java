package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Nodes that tell each other of commits, or have nobody to tell. */
class AudienceTest {
  private final String schema = TestPostgres.freshSchema();
  private Connection overhearing;
  private PGConnection notices;
  private PostgresEventStore node;
  private Head head = Head.NONE;

  @BeforeEach
  void overhear() throws SQLException {
    node = open("200ms");
    overhearing = TestPostgres.connect();
    notices = overhearing.unwrap(PGConnection.class);
    try (var listen = overhearing.createStatement()) {
      listen.execute("listen stint_" + schema);
    }
  }

  @AfterEach
  void close() throws SQLException {
    node.close();
    overhearing.close();
  }

  /** A node that looks by itself only this often. */
  private PostgresEventStore open(String pollInterval) {
    var poll = ConfigFactory.parseString("poll-interval = " + pollInterval);
    return PostgresEventStore.open(
        PostgresSettings.from(poll.withFallback(TestPostgres.section(TestPostgres.url(), schema))));
  }

  private long commit() {
    Append append = append("run-1", head, 1);
    node.append(List.of(append));
    head = append.head();
    return head.seq();
  }

  /** Whether the next commit is told, by its notice and not by others. */
  private boolean isTold() throws SQLException {
    notices.getNotifications();
    String number = Long.toString(commit());
    var found = notices.getNotifications(100);
    return found != null && List.of(found).stream().anyMatch(n -> n.getParameter().equals(number));
  }

  @Test
  void shouldTellWhoeverItCannotCount() throws SQLException {
    assertThat(isTold()).isTrue();
    assertThat(isTold()).isTrue();
  }

  @Test
  void shouldBeQuietWhileItAloneListens() throws SQLException {
    node.onCommitElsewhere(_ -> {});

    await().until(() -> !isTold());

    assertThat(isTold()).isFalse();
  }

  @Test
  void shouldTellANodeThatBeginsToListenAtOnce() throws SQLException {
    // given a node that has found itself alone, and will not count again
    node.close();
    node = open("1h");
    node.onCommitElsewhere(_ -> {});
    await().until(() -> !isTold());
    // when
    List<Long> told = new CopyOnWriteArrayList<>();
    try (var other = open("1h")) {
      other.onCommitElsewhere(told::add);
      // then
      await().until(() -> isTold());
      long number = commit();
      await().until(() -> told.contains(number));
    }
  }

  @Test
  void shouldBeQuietAgainWhenTheOtherHasGone() throws SQLException {
    node.onCommitElsewhere(_ -> {});
    try (var other = open("1h")) {
      other.onCommitElsewhere(_ -> {});
      await().until(() -> isTold());
    }

    await().until(() -> !isTold());
  }
}
