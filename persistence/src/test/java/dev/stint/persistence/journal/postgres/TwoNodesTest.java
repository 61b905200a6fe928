package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that write to one schema, each with an index that is far behind, or that moves at once. */
class TwoNodesTest {
  private static final int NEVER = 1_000_000;
  private static final String WAITING =
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%%index_mark%%'"
          + " and query not like '%%pg_stat%%' and application_name = 'stint'";

  private final String schema = TestPostgres.freshSchema();
  private PostgresEventStore one;
  private PostgresEventStore two;

  private PostgresEventStore open(int indexEvery) {
    return PostgresEventStore.open(TestPostgres.settings(schema), indexEvery, Runnable::run);
  }

  @BeforeEach
  void openBoth() {
    one = open(NEVER);
    two = open(NEVER);
  }

  @AfterEach
  void closeBoth() {
    one.close();
    two.close();
  }

  private long indexed() {
    return number("select indexed from %s.index_mark");
  }

  private long number(String sql) {
    try (var connection = TestPostgres.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql.formatted(schema))) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Long> numbers(PostgresEventStore store, String pid) {
    List<StoredRecord> records = new ArrayList<>();
    store.read(pid, 1, Long.MAX_VALUE, Long.MAX_VALUE, records::add);
    return records.stream().map(StoredRecord::seq).toList();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** Appends one at a time, {@code times}. */
  private static Head write(PostgresEventStore store, String pid, Head from, int times) {
    Head head = from;
    for (int i = 0; i < times; i++) {
      Append append = append(pid, head, 1);
      assertThat(store.append(List.of(append))).hasOnlyElementsOfType(AppendResult.Accepted.class);
      head = append.head();
    }
    return head;
  }

  @Test
  void shouldReadAtOnceWhatAnotherNodeHasWrittenAndNobodyIndexed() {
    Head head = write(one, "run-1", Head.NONE, 5);

    assertThat(indexed()).isZero();
    assertThat(two.head("run-1")).usingRecursiveComparison().isEqualTo(head);
    assertThat(numbers(two, "run-1")).isEqualTo(upTo(5));
    assertThat(two.persistenceIds("", 9)).containsExactly("run-1");
  }

  @Test
  void shouldRefuseASecondOwnerThatOnlyFramesTellOf() {
    Head head = write(one, "run-1", Head.NONE, 3);
    write(two, "run-2", Head.NONE, 3); // is alone by now, as far as it knows
    Head taken = write(one, "run-1", head, 1);

    assertThat(two.append(List.of(append("run-1", head, 1))))
        .containsExactly(new AppendResult.Conflict(5, 4));
    assertThat(two.append(List.of(append("run-1", Head.NONE, 1))))
        .containsExactly(new AppendResult.Conflict(5, 1));
    write(two, "run-1", taken, 1);
    assertThat(numbers(one, "run-1")).isEqualTo(upTo(5));
  }

  @Test
  void shouldRefuseASecondOwnerThatOnlyTheIndexTellsOf() {
    // given a history that was indexed before the node was opened, which has been alone since
    try (var indexing = open(1)) {
      Head head = write(indexing, "run-1", Head.NONE, 3);
      write(indexing, "run-2", Head.NONE, 1);
      write(two, "run-3", Head.NONE, 3);
      assertThat(indexed()).isGreaterThanOrEqualTo(3);
      // when, then
      assertThat(two.append(List.of(append("run-1", Head.NONE, 1), append("run-4", Head.NONE, 1))))
          .containsExactly(new AppendResult.Conflict(4, 1), new AppendResult.Accepted(8, 8));
      write(two, "run-1", head, 1);
    }
  }

  @Test
  void shouldForgetHeadsThatChangedWhileItWasNotLooking() {
    // given a node that knows a head by heart
    Head head = write(one, "run-1", Head.NONE, 3);
    // when another goes on, and what it wrote is in the index before the first looks again
    Head further;
    try (var indexing = open(1)) {
      further = write(indexing, "run-1", head, 2);
      write(indexing, "run-2", Head.NONE, 2);
    }
    assertThat(indexed()).isGreaterThanOrEqualTo(5);
    // then
    assertThat(one.append(List.of(append("run-1", head, 1))))
        .containsExactly(new AppendResult.Conflict(6, 4));
    assertThat(one.head("run-1")).usingRecursiveComparison().isEqualTo(further);
    assertThat(numbers(one, "run-1")).isEqualTo(upTo(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, NEVER})
  void shouldGiveEachNumberToOneOfManyOwnersThatWriteAtOnce(int indexEvery) throws Exception {
    // given three nodes that all think they own the same three runs
    List<PostgresEventStore> nodes = List.of(open(indexEvery), open(indexEvery), open(indexEvery));
    var accepted = new AtomicLong();
    // when
    List<Thread> threads = new ArrayList<>();
    for (PostgresEventStore node : nodes) {
      threads.add(Thread.ofPlatform().start(() -> contend(node, accepted)));
    }
    for (Thread thread : threads) thread.join();
    // then
    long total = accepted.get();
    List<StoredRecord> all = one.tail(0, 1_000_000);
    assertThat(all).hasSize((int) total);
    Map<String, List<Long>> byRun = new HashMap<>();
    all.forEach(r -> byRun.computeIfAbsent(r.persistenceId(), _ -> new ArrayList<>()).add(r.seq()));
    for (PostgresEventStore node : nodes) {
      byRun.forEach((pid, seqs) -> {
        assertThat(seqs).isEqualTo(upTo(seqs.size()));
        assertThat(numbers(node, pid)).isEqualTo(seqs);
        assertThat(node.head(pid).seq()).isEqualTo(seqs.size());
      });
    }
    nodes.forEach(PostgresEventStore::close);
  }

  private static void contend(PostgresEventStore node, AtomicLong accepted) {
    for (int round = 0; round < 60; round++) {
      for (String pid : List.of("run-1", "run-2", "run-3")) {
        AppendResult result = node.append(List.of(append(pid, node.head(pid), 1))).getFirst();
        if (result instanceof AppendResult.Accepted) accepted.incrementAndGet();
      }
    }
  }

  @Test
  void shouldReadTheSameWhileTheIndexMoves() throws Exception {
    try (var indexing = open(3)) {
      Thread writer = Thread.ofPlatform().start(() -> write(indexing, "run-1", Head.NONE, 300));
      long seen = 0;
      while (seen < 300) {
        long before = two.head("run-1").seq();
        List<Long> numbers = numbers(two, "run-1");
        assertThat(numbers).isEqualTo(upTo(numbers.size()));
        assertThat(numbers.size()).isGreaterThanOrEqualTo((int) Math.max(before, seen));
        seen = numbers.size();
      }
      writer.join();
    }
    assertThat(indexed()).isGreaterThan(290);
  }

  @Test
  void shouldGoOnFromFramesWhenANodeDiedBeforeItIndexedThem() {
    Head head = write(one, "run-1", Head.NONE, 40);
    one.close(); // which indexes nothing, as a node that died
    assertThat(indexed()).isZero();

    try (var next = open(10)) {
      write(next, "run-1", head, 1);

      assertThat(indexed()).isEqualTo(0);
      write(next, "run-2", Head.NONE, 1);
      assertThat(indexed()).isEqualTo(41);
      assertThat(numbers(next, "run-1")).isEqualTo(upTo(41));
      assertThat(numbers(two, "run-1")).isEqualTo(upTo(41));
    }
    one = open(NEVER);
  }

  @Test
  void shouldFinishTheIndexThatIsUnderWayWhenItIsClosed() throws Exception {
    // given a node that is about to index, as another holds the mark
    Thread[] indexer = new Thread[1];
    var store =
        PostgresEventStore.open(
            TestPostgres.settings(schema), 3, work -> indexer[0] = Thread.ofPlatform().start(work));
    write(store, "run-1", Head.NONE, 3);
    try (var holding = TestPostgres.connect();
        var statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("select 1 from " + schema + ".index_mark for update");
      write(store, "run-2", Head.NONE, 1);
      await().until(() -> number(WAITING) == 1);
      // when
      Thread closing = Thread.ofPlatform().start(store::close);
      await().until(() -> closing.getState() == Thread.State.BLOCKED);
      holding.rollback();
      closing.join();
      indexer[0].join();
    }
    // then
    assertThat(indexed()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldIndexOnceWhatTwoNodesFindDue() {
    try (var first = open(4);
        var second = open(4)) {
      Head head = write(first, "run-1", Head.NONE, 4);
      assertThat(second.head("run-1").seq()).isEqualTo(4); // knows the same four
      write(first, "run-1", head, 1); // indexes them
      assertThat(indexed()).isEqualTo(4);

      write(second, "run-2", Head.NONE, 1); // would index them, too

      assertThat(indexed()).isEqualTo(4);
      assertThat(number("select count(*) from %s.places")).isEqualTo(1);
      assertThat(numbers(second, "run-1")).isEqualTo(upTo(5));
    }
  }

  @Test
  void shouldSayThatCommitsAreGoneWhenTheServerFellBackBehindItsAnswers() {
    write(one, "run-1", Head.NONE, 5);
    // as after a failover to a standby that had not received everything
    TestPostgres.execute("delete from " + schema + ".frames where first_offset > 3");
    TestPostgres.execute("update " + schema + ".commit_counter set last_offset = 3");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> one.append(List.of(append("run-2", Head.NONE, 1))))
          .isInstanceOf(LostCommitsException.class)
          .hasMessageContaining("commits 4..5 were acknowledged and are gone");
    }
  }
}
