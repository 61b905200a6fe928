package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that were written before records stood in commit order. */
class FormatOneTest {
  @TempDir Path dir;
  private final Append old = append("run-1", Head.NONE, 3);

  /** As format 1 had it: the record under its own key, a pointer to it in commit order. */
  @BeforeEach
  void writeAnOldFolder() throws IOException {
    open().close(); // what is around the database
    try (var database = database()) {
      database.write(changes -> {
        for (int i = 0; i < 3; i++) {
          byte[] stored = old.records().get(i).bytes();
          changes.put(Keys.record("run-1", i + 1), Values.record(i + 1, stored));
          changes.put(Keys.tail(i + 1), Values.pointer("run-1", i + 1));
        }
        changes.put(Keys.head("run-1"), Values.head(old.head()));
        changes.put(Keys.lastOffset(), Values.number(3));
        changes.delete(Keys.checkpoint());
      });
    }
    Files.writeString(dir.resolve("format"), "1\n");
  }

  private EmbeddedEventStore open() {
    return LevelDb.store(JournalConfig.levelDb(dir));
  }

  private Database database() {
    var settings = JournalConfig.levelDb(dir);
    return new Database(LevelDb.open(dir.resolve("db"), settings), dir.toString());
  }

  private static List<StoredRecord> read(EmbeddedEventStore store) {
    List<StoredRecord> records = new ArrayList<>();
    store.read("run-1", 1, Long.MAX_VALUE, Long.MAX_VALUE, records::add);
    return records;
  }

  @Test
  void shouldReadOldRecordsWhereTheyStandAndWriteNewOnesBehindThem() throws IOException {
    try (var store = open()) {
      store.append(List.of(append("run-1", old.head(), 2), append("run-2", Head.NONE, 1)));
    }
    try (var store = open()) {
      assertThat(read(store)).extracting(StoredRecord::offset).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(read(store).getFirst().bytes()).isEqualTo(old.records().getFirst().bytes());
      assertThat(store.tail(0, 100))
          .extracting(StoredRecord::offset)
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
      assertThat(store.tail(2, 2)).extracting(StoredRecord::seq).containsExactly(3L, 4L);
    }
    assertThat(Files.readString(dir.resolve("format"))).isEqualTo("3\n");
  }

  @Test
  void shouldStillMissAnOldCommitThatIsGone() {
    try (var database = database()) {
      database.write(changes -> changes.delete(Keys.tail(2)));
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 2..2");
  }
}
