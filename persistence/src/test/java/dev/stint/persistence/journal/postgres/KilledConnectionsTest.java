package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Two nodes write at once and move the index, while the server ends whoever of them is writing.
 * What a failure says about the outcome must be so.
 */
class KilledConnectionsTest {
  private static final int KILLS = 80;
  private final String schema = TestPostgres.freshSchema();
  private final AtomicInteger killed = new AtomicInteger();
  private final AtomicLong done = new AtomicLong();

  private PostgresEventStore open(int indexEvery) {
    return PostgresEventStore.open(
        TestPostgres.settings(schema), indexEvery, work -> Thread.ofVirtual().start(work));
  }

  @Test
  void shouldNeitherLoseNorDoubleNorMisreportAnythingOfTwoNodes() throws Exception {
    // given
    List<Long> written = new ArrayList<>();
    try (var one = open(5);
        var two = open(9);
        ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      // when
      List<Future<Long>> nodes = new ArrayList<>();
      nodes.add(threads.submit(writing(one, "run-1")));
      nodes.add(threads.submit(writing(two, "run-2")));
      Future<?> killer = threads.submit(this::kill);
      killer.get();
      for (Future<Long> node : nodes) written.add(node.get());
    }
    // then
    try (var later = open(1_000)) {
      List<StoredRecord> all = later.tail(0, 1_000_000);
      assertThat(all)
          .extracting(StoredRecord::offset)
          .isEqualTo(LongStream.rangeClosed(1, written.get(0) + written.get(1)).boxed().toList());
      for (int node = 0; node < 2; node++) {
        List<Long> numbers = new ArrayList<>();
        later.read("run-" + (node + 1), 1, 1L << 40, 1L << 40, r -> numbers.add(r.seq()));
        assertThat(numbers)
            .isEqualTo(LongStream.rangeClosed(1, written.get(node)).boxed().toList());
      }
    }
  }

  /** Until enough were killed; how many records were stored. */
  private Callable<Long> writing(PostgresEventStore store, String pid) {
    return () -> {
      Head head = Head.NONE;
      while (killed.get() < KILLS) {
        Append append = append(pid, head, 1);
        try {
          assertThat(store.append(List.of(append)))
              .hasOnlyElementsOfType(AppendResult.Accepted.class);
          head = append.head();
        } catch (OutcomeUnknownException unknown) {
          Head now = readBack(store, pid);
          assertThat(now.seq()).isBetween(head.seq(), append.lastSeq());
          head = now;
        } catch (JournalException failed) { // which says that nothing was stored
          assertThat(readBack(store, pid).seq()).isEqualTo(head.seq());
        }
        done.incrementAndGet();
      }
      return head.seq();
    };
  }

  /** The killer may end whoever reads, too. */
  private static Head readBack(PostgresEventStore store, String pid) {
    return await().ignoreExceptions().until(() -> store.head(pid), head -> true);
  }

  /** Whoever is appending or indexing; something is let through before the next is killed. */
  private Void kill() throws SQLException {
    String kill =
        """
        select pg_terminate_backend(pid) from (
          select distinct l.pid from pg_locks l
          where l.relation in ('%1$s.commit_counter'::regclass, '%1$s.index_mark'::regclass)
            and l.mode in ('RowShareLock', 'RowExclusiveLock')) found
        """
            .formatted(schema);
    try (var connection = TestPostgres.connect();
        var statement = connection.createStatement()) {
      long before = 0;
      while (killed.get() < KILLS) {
        if (done.get() < before + 5) {
          Thread.onSpinWait();
          continue;
        }
        long now = done.get();
        try (var row = statement.executeQuery(kill)) {
          while (row.next()) {
            killed.incrementAndGet();
            before = now;
          }
        }
      }
    }
    return null;
  }
}
