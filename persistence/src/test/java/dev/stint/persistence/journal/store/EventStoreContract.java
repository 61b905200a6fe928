package dev.stint.persistence.journal.store;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store promises; inherited by the test of each. */
public abstract class EventStoreContract extends PayloadContract {
  private static List<Long> offsets(List<StoredRecord> records) {
    return records.stream().map(StoredRecord::offset).toList();
  }

  @Test
  void shouldStartEmpty() {
    assertThat(store.head("run-1")).isEqualTo(Head.NONE);
    assertThat(store.lastOffset()).isZero();
    assertThat(store.tail(0, 10)).isEmpty();
    assertThat(store.persistenceIds("", 10)).isEmpty();
    assertThat(read("run-1", 1, 10, 10)).isEmpty();
  }

  @Test
  void shouldReturnWhatWasAppendedAfterReopening() {
    Append first = append("run-1", Head.NONE, 3);

    assertThat(store.append(List.of(first))).containsExactly(new AppendResult.Accepted(1, 3));
    reopen();

    assertThat(store.head("run-1")).usingRecursiveComparison().isEqualTo(first.head());
    assertThat(read("run-1", 1, Long.MAX_VALUE, 10))
        .extracting(StoredRecord::bytes)
        .containsExactlyElementsOf(first.records().stream().map(NewRecord::bytes).toList());
    assertThat(store.lastOffset()).isEqualTo(3);
  }

  @Test
  void shouldNumberCommitsWithoutGapAcrossPersistenceIds() {
    Append one = append("run-1", Head.NONE, 2);
    Append two = append("run-2", Head.NONE, 1);
    store.append(List.of(one, two));
    store.append(List.of(append("run-1", one.head(), 1)));

    assertThat(offsets(store.tail(0, 10))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(store.tail(0, 10))
        .extracting(StoredRecord::persistenceId)
        .containsExactly("run-1", "run-1", "run-2", "run-1");
    assertThat(offsets(store.tail(2, 1))).containsExactly(3L);
    assertThat(store.tail(4, 10)).isEmpty();
  }

  @Test
  void shouldRefuseSecondOwnerAndKeepTheOthersOfTheBatch() {
    Append first = append("run-1", Head.NONE, 1);
    store.append(List.of(first));

    List<AppendResult> results =
        store.append(
            List.of(
                append("run-2", Head.NONE, 1),
                append("run-1", Head.NONE, 1),
                append("run-3", Head.NONE, 1)));

    assertThat(results)
        .containsExactly(
            new AppendResult.Accepted(2, 2),
            new AppendResult.Conflict(2, 1),
            new AppendResult.Accepted(3, 3));
    assertThat(read("run-1", 1, 9, 9)).hasSize(1);
    assertThat(offsets(store.tail(0, 9))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldRefuseRightNumberBehindAnotherHash() {
    store.append(List.of(append("run-1", Head.NONE, 1)));

    Append forked = append("run-1", new Head(1, new byte[32]), 1);

    assertThat(store.append(List.of(forked))).containsExactly(new AppendResult.Conflict(2, 2));
  }

  @Test
  void shouldRefuseWhatIsChainedToARefusedAppendOfTheSameBatch() {
    Append stored = append("run-1", Head.NONE, 1);
    store.append(List.of(stored));
    Append refused = append("run-1", new Head(2, stored.head().hash()), 1);

    assertThat(store.append(List.of(refused, append("run-1", refused.head(), 1))))
        .hasOnlyElementsOfType(AppendResult.Conflict.class);
  }

  @Test
  void shouldAcceptConsecutiveAppendsOfOneBatch() {
    Append one = append("run-1", Head.NONE, 1);
    Append two = append("run-1", one.head(), 2);

    assertThat(store.append(List.of(one, two)))
        .containsExactly(new AppendResult.Accepted(1, 1), new AppendResult.Accepted(2, 3));
  }

  @Test
  void shouldReadRangesAndLimits() {
    store.append(List.of(append("run-1", Head.NONE, 10), append("run-10", Head.NONE, 3)));

    assertThat(read("run-1", 4, 6, 99)).extracting(StoredRecord::seq).containsExactly(4L, 5L, 6L);
    assertThat(read("run-1", 9, Long.MAX_VALUE, 99))
        .extracting(StoredRecord::persistenceId)
        .containsOnly("run-1")
        .hasSize(2);
    assertThat(read("run-1", 1, 10, 2)).hasSize(2);
    assertThat(read("run-1", 5, 4, 2)).isEmpty();
  }

  @Test
  void shouldReadAHistoryWhoseRecordsStandAmongThoseOfOthers() {
    // given
    Append first = append("run-1", Head.NONE, 3);
    Append other = append("run-2", Head.NONE, 2);
    Append second = append("run-1", first.head(), 2);
    Append third = append("run-1", second.head(), 2);
    store.append(List.of(first, other, second));
    store.append(List.of(append("run-3", Head.NONE, 1), third, append("run-2", other.head(), 1)));

    // when
    List<StoredRecord> found = read("run-1", 2, 7, 5);

    // then
    assertThat(found).extracting(StoredRecord::seq).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(found).extracting(StoredRecord::offset).containsExactly(2L, 3L, 6L, 7L, 9L);
    assertThat(found.getLast().bytes()).isEqualTo(third.records().getFirst().bytes());
  }

  @Test
  void shouldPageThroughPersistenceIds() {
    store.append(
        List.of(append("b", Head.NONE, 1), append("a", Head.NONE, 2), append("ü-ö", Head.NONE, 1)));

    assertThat(store.persistenceIds("", 2)).containsExactly("a", "b");
    assertThat(store.persistenceIds("b", 2)).containsExactly("ü-ö");
    assertThat(store.persistenceIds("ü-ö", 2)).isEmpty();
  }

  @Test
  void shouldKeepHeadAndRecordsWhenDeleting() {
    store.append(List.of(append("run-1", Head.NONE, 3)));

    store.deleteTo("run-1", 2);
    store.deleteTo("run-1", 1);
    reopen();

    assertThat(store.deletedTo("run-1")).isEqualTo(2);
    assertThat(store.head("run-1").seq()).isEqualTo(3);
    assertThat(read("run-1", 1, 9, 9)).hasSize(3);
    store.deleteTo("run-1", Long.MAX_VALUE);
    assertThat(store.deletedTo("run-1")).isEqualTo(3);
  }

  @Test
  void shouldLoadNewestUsableSnapshotInRange() {
    for (long seq : new long[] {5, 10, 15}) {
      store.saveSnapshot(new StoredSnapshot("run-1", seq, seq * 100, new byte[] {(byte) seq}));
    }
    store.saveSnapshot(new StoredSnapshot("run-1", 15, 1600, new byte[] {16}));
    reopen();

    assertThat(seq(SnapshotRange.ALL)).isEqualTo(15);
    assertThat(seq(new SnapshotRange(0, 14, 0, Long.MAX_VALUE))).isEqualTo(10);
    assertThat(seq(new SnapshotRange(0, 99, 0, 999))).isEqualTo(5);
    assertThat(store.loadSnapshot("run-1", SnapshotRange.ALL, s -> s.bytes()[0] != 16))
        .hasValueSatisfying(s -> assertThat(s.seq()).isEqualTo(10));
    assertThat(store.loadSnapshot("run-2", SnapshotRange.ALL, s -> true)).isEmpty();
    store.deleteSnapshots("run-1", new SnapshotRange(0, 10, 0, Long.MAX_VALUE));
    assertThat(store.loadSnapshot("run-1", SnapshotRange.ALL, s -> s.seq() < 15)).isEmpty();
  }

  private long seq(SnapshotRange range) {
    return store.loadSnapshot("run-1", range, s -> true).orElseThrow().seq();
  }

  @Test
  void shouldRefuseUseAfterClosing() {
    store.close();
    store.close();

    assertThatThrownBy(() -> store.head("run-1")).isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> store.append(List.of(append("run-1", Head.NONE, 1))))
        .isInstanceOf(StoreClosedException.class);
    store = open();
  }
}
