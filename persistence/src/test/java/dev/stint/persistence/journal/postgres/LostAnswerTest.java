package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static dev.stint.persistence.journal.Records.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.Committed;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire, or the server's process, breaks while a commit is under way. */
class LostAnswerTest {
  private final String schema = TestPostgres.freshSchema();
  private CutProxy proxy;
  private String url;

  @BeforeEach
  void startProxy() throws IOException {
    proxy = new CutProxy(TestPostgres.port());
    url = TestPostgres.url(proxy.port());
  }

  @AfterEach
  void stopProxy() throws IOException {
    proxy.close();
  }

  private PostgresEventStore open() {
    return PostgresEventStore.open(PostgresSettings.from(TestPostgres.section(url, schema)));
  }

  @Test
  void shouldSayThatTheOutcomeIsUnknownAndLetReadingDecide() {
    try (var store = open()) {
      proxy.arm(CutProxy.Cut.AFTER_COMMIT);

      assertThatThrownBy(() -> store.append(List.of(append("run-1", Head.NONE, 2))))
          .isInstanceOf(OutcomeUnknownException.class);

      assertThat(proxy.hasCut()).isTrue();
      assertThat(store.head("run-1").seq()).isEqualTo(2); // at once: the transaction has ended
    }
  }

  @Test
  void shouldAcknowledgeWhatWasCommittedWithoutAnAnswer() {
    try (var journal = StintJournal.open(TestPostgres.journal(url, schema))) {
      proxy.arm(CutProxy.Cut.AFTER_COMMIT);

      Committed committed = journal.commit(request("run-1", 1, "w")).join();

      assertThat(proxy.hasCut()).isTrue();
      assertThat(committed).isEqualTo(new Committed(1, 1));
      assertThat(journal.commit(request("run-1", 2, "w")).join()).isEqualTo(new Committed(2, 2));
      assertThat(journal.verify("run-1").records()).isEqualTo(2);
    }
  }

  @Test
  void shouldNotAcknowledgeWhatTheServerNeverSaw() {
    try (var journal = StintJournal.open(TestPostgres.journal(url, schema))) {
      proxy.arm(CutProxy.Cut.BEFORE_COMMIT);

      assertThatThrownBy(() -> journal.commit(request("run-1", 1, "w")).join())
          .hasCauseInstanceOf(OutcomeUnknownException.class);

      assertThat(journal.verify("run-1").records()).isZero();
      assertThat(journal.commit(request("run-1", 1, "w")).join()).isEqualTo(new Committed(1, 1));
    }
  }

  @Test
  void shouldAcknowledgeAWriteInOneRoundTripThatWasNotAnswered() {
    try (var journal = StintJournal.open(TestPostgres.journal(url, schema))) {
      journal.commit(request("run-1", 1, "w")).join(); // from here on it does not look first
      proxy.arm(CutProxy.Cut.AFTER_WRITE);

      Committed committed = journal.commit(request("run-1", 2, "w")).join();

      assertThat(proxy.hasCut()).isTrue();
      assertThat(committed).isEqualTo(new Committed(2, 2));
      assertThat(journal.commit(request("run-1", 3, "w")).join()).isEqualTo(new Committed(3, 3));
      assertThat(journal.verify("run-1").records()).isEqualTo(3);
    }
  }

  @Test
  void shouldWriteAgainWhatTheServerNeverSaw() {
    try (var journal = StintJournal.open(TestPostgres.journal(url, schema))) {
      journal.commit(request("run-1", 1, "w")).join();
      proxy.arm(CutProxy.Cut.BEFORE_WRITE);

      Committed committed = journal.commit(request("run-1", 2, "w")).join();

      assertThat(proxy.hasCut()).isTrue();
      assertThat(committed).isEqualTo(new Committed(2, 2));
      assertThat(journal.verify("run-1").records()).isEqualTo(2);
    }
  }

  @Test
  void shouldStoreNothingOfAWriteThatArrivesBehindTheFence() throws SQLException {
    try (var store = open();
        var late = connect();
        var settling = connect()) {
      store.append(List.of(append("run-1", Head.NONE, 1)));
      var plan = AppendPlan.of(List.of(append("run-2", Head.NONE, 1)), 1, _ -> Head.NONE);
      var statements = statements(late);
      assertThat(statements.lock()).isEqualTo(1);

      assertThat(statements(settling).fence()).isEqualTo(1);

      assertThat(statements.write(plan)).isEmpty();
      assertThat(store.lastOffset()).isEqualTo(1);
      assertThat(statements.lock()).isEqualTo(1); // learns of the fence
      assertThat(statements.write(plan)).isPresent();
      assertThat(store.head("run-2").seq()).isEqualTo(1);
    }
  }

  private AppendStatements statements(Connection connection) throws SQLException {
    return new AppendStatements(connection, "stint_" + schema, new Audience());
  }

  private Connection connect() throws SQLException {
    Connection connection = TestPostgres.connect();
    connection.setSchema(schema);
    return connection;
  }

  @Test
  void shouldKeepEveryAcknowledgedEventWhileItsServerProcessesAreKilled() {
    var enough = new AtomicBoolean();
    var acknowledged = new AtomicLong();
    var killed = new AtomicInteger();
    try (var journal = StintJournal.open(TestPostgres.journal(TestPostgres.url(), schema))) {
      Thread killer = Thread.ofVirtual().start(() -> killUntil(enough, acknowledged, killed));
      while (killed.get() < 100) {
        try {
          journal.commit(request("run-1", acknowledged.get() + 1, "w")).join();
          acknowledged.incrementAndGet();
        } catch (CompletionException refused) {
          assertThat(journal.store().head("run-1").seq()).isEqualTo(acknowledged.get());
        }
      }
      enough.set(true);
      await().until(() -> !killer.isAlive());

      assertThat(journal.verify("run-1").whole()).isTrue();
      assertThat(journal.verify("run-1").records()).isEqualTo(acknowledged.get());
      assertThat(journal.store().tail(0, 1_000_000)).hasSize((int) acknowledged.get());
    }
  }

  /**
   * Whoever is about to commit, or just has; one is let through before the next is killed, because
   * a killer faster than every commit would leave nothing that could be lost.
   */
  private void killUntil(AtomicBoolean enough, AtomicLong acknowledged, AtomicInteger killed) {
    String kill =
        """
        select pg_terminate_backend(l.pid) from pg_locks l
        where l.relation = '%s.commit_counter'::regclass
          and l.mode in ('RowShareLock', 'RowExclusiveLock')
        """
            .formatted(schema);
    try (var connection = TestPostgres.connect();
        var statement = connection.createStatement()) {
      long before = 0;
      while (!enough.get()) {
        if (acknowledged.get() == before) {
          Thread.onSpinWait();
          continue;
        }
        long now = acknowledged.get();
        try (var row = statement.executeQuery(kill)) {
          while (row.next()) {
            killed.incrementAndGet();
            before = now;
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
