package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders from before there was a log. */
class FormatTwoTest {
  @TempDir Path dir;
  private final Append old = append("run-1", Head.NONE, 3);

  /** As format 2 had it: records, payloads and keys in the database. */
  @BeforeEach
  void writeAnOldFolder() throws IOException {
    open().close(); // what is around the database
    try (var database = database()) {
      database.write(changes -> {
        for (int i = 0; i < 3; i++) {
          byte[] stored = old.records().get(i).bytes();
          changes.put(Keys.commit(i + 1), Values.commit("run-1", i + 1, stored));
          changes.put(Keys.record("run-1", i + 1), Values.number(i + 1));
        }
        changes.put(Keys.payload("run-1", "aa"), Values.sealed(new byte[] {1, 2}));
        changes.put(Keys.dataKey("run-1"), Values.sealed(new byte[] {7}));
        changes.put(Keys.head("run-1"), Values.head(old.head()));
        changes.put(Keys.lastOffset(), Values.number(3));
        changes.delete(Keys.checkpoint());
      });
    }
    Files.writeString(dir.resolve("format"), "2\n");
  }

  private EmbeddedEventStore open() {
    return LevelDb.store(JournalConfig.levelDb(dir));
  }

  private Database database() {
    var settings = JournalConfig.levelDb(dir);
    return new Database(LevelDb.open(dir.resolve("db"), settings), dir.toString());
  }

  private static List<StoredRecord> read(EmbeddedEventStore store, long from) {
    List<StoredRecord> records = new ArrayList<>();
    store.read("run-1", from, Long.MAX_VALUE, Long.MAX_VALUE, records::add);
    return records;
  }

  private static Append withKey(Append append, byte key) {
    return new Append(
        append.persistenceId(),
        append.firstSeq(),
        append.prev(),
        append.records(),
        append.payloads(),
        Optional.of(new byte[] {key}));
  }

  @Test
  void shouldReadOldRecordsWhereTheyStandAndWriteNewOnesIntoTheLog() throws IOException {
    try (var store = open()) {
      store.append(List.of(append("run-1", old.head(), 2), append("run-2", Head.NONE, 1)));
      assertThat(read(store, 2)).extracting(StoredRecord::seq).containsExactly(2L, 3L, 4L, 5L);
    }
    try (var store = open()) {
      assertThat(read(store, 1))
          .extracting(StoredRecord::offset)
          .containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(store.tail(0, 100))
          .extracting(StoredRecord::offset)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
      assertThat(store.tail(2, 2)).extracting(StoredRecord::seq).containsExactly(3L, 4L);
    }
    assertThat(Files.readString(dir.resolve("format"))).isEqualTo("3\n");
  }

  @Test
  void shouldReplaceAndEraseOldAndNewKeysAndPayloads() {
    try (var store = open()) {
      Append later = append("run-2", Head.NONE, 1, new Payload("bb", new byte[] {3}));
      store.append(
          List.of(
              append("run-1", old.head(), 1, new Payload("bb", new byte[] {4})),
              withKey(later, (byte) 8)));
      assertThat(store.dataKey("run-1")).hasValue(new byte[] {7});
      assertThat(
              store.rewrap(
                  List.of(
                      new KeyChange("run-1", new byte[] {7}, new byte[] {17}),
                      new KeyChange("run-2", new byte[] {8}, new byte[] {18}))))
          .isEqualTo(2);
      assertThat(store.dataKey("run-1")).hasValue(new byte[] {17});
      assertThat(store.dataKey("run-2")).hasValue(new byte[] {18});
      List<String> commits = new ArrayList<>();
      store.payloads("run-1", payload -> commits.add(payload.commit()));
      assertThat(commits).containsExactlyInAnyOrder("aa", "bb");

      store.erase("run-1");

      assertThat(store.dataKey("run-1")).isEmpty();
      assertThat(store.payload("run-1", "aa")).isEmpty();
      assertThat(store.payload("run-1", "bb")).isEmpty();
    }
    try (var store = open()) {
      assertThat(store.dataKey("run-1")).isEmpty();
      assertThat(store.dataKey("run-2")).hasValue(new byte[] {18});
      assertThat(store.payload("run-2", "bb")).hasValue(new byte[] {3});
    }
  }

  @Test
  void shouldStillMissAnOldCommitThatIsGone() {
    new Tampering(dir).deleteOldCommit(2);

    assertThatThrownBy(this::open)
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 2..2");
  }

  @Test
  void shouldMissACommitAtTheSeam() throws IOException {
    try (var store = open()) {
      store.append(List.of(append("run-2", Head.NONE, 2)));
    }
    new Tampering(dir).deleteOldCommit(3);
    try (var store = open()) {
      assertThatThrownBy(() -> store.tail(0, 10))
          .isInstanceOf(LostCommitsException.class)
          .hasMessageContaining("commits 3..3");
    }
  }
}
