package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreContract;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PostgresEventStoreTest extends EventStoreContract {
  private final String schema = TestPostgres.freshSchema();

  @Override
  protected EventStore open() {
    return PostgresEventStore.open(TestPostgres.settings(schema));
  }

  @Test
  void shouldRefuseTheSecondOfTwoNodesThatWriteToOneRun() {
    Append first = append("run-1", Head.NONE, 1);
    store.append(List.of(first));
    try (EventStore other = open()) {
      other.append(List.of(append("run-1", first.head(), 1)));

      assertThat(store.append(List.of(append("run-1", first.head(), 2))))
          .containsExactly(new AppendResult.Conflict(3, 2));
      assertThat(store.head("run-1").seq()).isEqualTo(2);
    }
  }

  /** Three appends, after which this store writes without looking first. */
  private Head alone() {
    Head head = Head.NONE;
    for (int i = 0; i < 3; i++) {
      Append append = append("alone", head, 1);
      store.append(List.of(append));
      head = append.head();
    }
    return head;
  }

  @Test
  void shouldSeeWhatAnotherNodeWroteAfterItWasAlone() {
    Head head = alone();
    Append ours = append("alone", head, 1);
    try (EventStore other = open()) {
      other.append(List.of(append("other", Head.NONE, 2)));

      assertThat(store.append(List.of(ours))).containsExactly(new AppendResult.Accepted(6, 6));
      assertThat(other.append(List.of(append("alone", head, 1))))
          .containsExactly(new AppendResult.Conflict(5, 4));
    }
    assertThat(store.tail(0, 10)).hasSize(6);
  }

  @Test
  void shouldRefuseANodeThatWasAloneOnceAnotherHasTakenOver() {
    Head head = alone();
    try (EventStore other = open()) {
      other.append(List.of(append("alone", head, 1)));

      assertThat(store.append(List.of(append("alone", head, 1), append("new", Head.NONE, 1))))
          .containsExactly(new AppendResult.Conflict(5, 4), new AppendResult.Accepted(5, 5));
    }
  }

  @Test
  void shouldRefuseToBeginARunAgainThatItDoesNotRemember() {
    try (EventStore before = open()) {
      before.append(List.of(append("old", Head.NONE, 2)));
    }
    alone();

    assertThat(store.append(List.of(append("new", Head.NONE, 1), append("old", Head.NONE, 1))))
        .containsExactly(new AppendResult.Accepted(6, 6), new AppendResult.Conflict(3, 1));
    assertThat(store.head("old").seq()).isEqualTo(2);
    assertThat(store.append(List.of(append("newer", Head.NONE, 1))))
        .containsExactly(new AppendResult.Accepted(7, 7));
  }

  @Test
  void shouldNeitherSkipNorRepeatInATailWhileTwoNodesWrite() throws InterruptedException {
    int batches = 150;
    try (EventStore other = open()) {
      Thread one = Thread.ofPlatform().start(() -> write(store, "a", batches));
      Thread two = Thread.ofPlatform().start(() -> write(other, "b", batches));
      List<Long> seen = new ArrayList<>();
      boolean writing = true;
      while (writing) {
        writing = one.isAlive() || two.isAlive(); // asked before the last look, not after it
        List<StoredRecord> page = store.tail(seen.isEmpty() ? 0 : seen.getLast(), 7);
        while (!page.isEmpty()) {
          page.stream().map(StoredRecord::offset).forEach(seen::add);
          page = store.tail(seen.getLast(), 7);
        }
      }

      assertThat(seen)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 4L * batches).boxed().toList());
      assertThat(store.tail(4L * batches, 9)).isEmpty();
    }
  }

  private static void write(EventStore store, String pid, int batches) {
    Head head = Head.NONE;
    for (int i = 0; i < batches; i++) {
      Append append = append(pid, head, 2);
      assertThat(store.append(List.of(append))).hasOnlyElementsOfType(AppendResult.Accepted.class);
      head = append.head();
    }
  }

  @Test
  void shouldTellOfCommitsOfOtherNodesOnly() {
    List<Long> told = new CopyOnWriteArrayList<>();
    var noticesOnly = ConfigFactory.parseString("poll-interval = 1h");
    try (EventStore listening =
        PostgresEventStore.open(
            PostgresSettings.from(
                noticesOnly.withFallback(TestPostgres.section(TestPostgres.url(), schema))))) {
      store.append(List.of(append("run-1", Head.NONE, 1)));
      listening.onCommitElsewhere(told::add);
      await().until(() -> told.contains(1L));

      write(listening, "run-2", 50);
      store.append(List.of(append("run-3", Head.NONE, 2)));

      await().until(() -> told.contains(103L));
      assertThat(told).containsExactly(1L, 103L);
    }
  }

  @Test
  void shouldStillTellAfterTheListeningConnectionWasCut() {
    List<Long> told = new CopyOnWriteArrayList<>();
    store.onCommitElsewhere(told::add);
    store.append(List.of(append("run-1", Head.NONE, 1)));
    await().until(() -> !told.isEmpty());

    TestPostgres.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'stint_"
            + schema
            + "'");
    try (EventStore other = open()) {
      other.append(List.of(append("run-2", Head.NONE, 1)));
    }

    await().until(() -> told.contains(2L));
  }

  @Test
  void shouldRefuseATailWithAHole() {
    write(store, "run-1", 3);
    TestPostgres.execute("delete from " + schema + ".frames where first_offset = 3");

    assertThatThrownBy(() -> store.tail(0, 10))
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 3..4 were acknowledged and are gone");
  }

  @Test
  void shouldRefuseToOpenWithoutItsNewestRecords() {
    write(store, "run-1", 3);
    TestPostgres.execute("delete from " + schema + ".frames where first_offset > 3");

    assertThatThrownBy(() -> store.tail(4, 10)).hasMessageContaining("commits 5..6");
    assertThatThrownBy(this::open)
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 5..6");
  }

  @Test
  void shouldReadMoreThanAPage() {
    store.append(List.of(append("run-1", Head.NONE, 2_500)));

    assertThat(read("run-1", 1, Long.MAX_VALUE, Long.MAX_VALUE))
        .extracting(StoredRecord::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 2_500).boxed().toList());
    assertThat(read("run-1", 2, 2_400, 2_300)).hasSize(2_300);
  }
}
