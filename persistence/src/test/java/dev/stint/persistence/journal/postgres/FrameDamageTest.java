package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.log.DetachedFrame;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a hand, or a disk, has changed in a frame or in the index is named, and never skipped. */
class FrameDamageTest {
  private final String schema = TestPostgres.freshSchema();
  private final Append one = append("run-1", Head.NONE, 2);
  private final Append two = append("run-2", Head.NONE, 1);

  private PostgresEventStore open(int indexEvery) {
    return PostgresEventStore.open(TestPostgres.settings(schema), indexEvery, Runnable::run);
  }

  private byte[] frame() {
    try (var connection = TestPostgres.connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select bytes from " + schema + ".frames where first_offset = 1")) {
      row.next();
      return row.getBytes(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(int at) {
    TestPostgres.execute(
        "update %1$s.frames set bytes = set_byte(bytes, %2$d, get_byte(bytes, %2$d) # 1) where first_offset = 1"
            .formatted(schema, at));
  }

  private int indexOf(String text) {
    return new String(frame(), StandardCharsets.ISO_8859_1).indexOf(text);
  }

  @Test
  void shouldNameTheDamagedRecordAndReadAllOtherHistories() {
    try (var store = open(100)) {
      store.append(List.of(one, two));
    }
    change(indexOf("\"by\":\"ann\"") + 6);

    try (var journal = StintJournal.open(TestPostgres.journal(TestPostgres.url(), schema))) {
      assertThat(journal.verify("run-1").whole()).isFalse();
      assertThat(journal.verify("run-1").damage().orElseThrow().sentence())
          .startsWith("record 1 of run-1 is damaged");
      assertThat(journal.verify("run-2").whole()).isTrue();
      assertThat(journal.store().append(List.of(append("run-2", two.head(), 1))))
          .hasOnlyElementsOfType(AppendResult.Accepted.class);
    }
  }

  @Test
  void shouldLetNobodyContinueARecordThatIsDamaged() {
    try (var store = open(100)) {
      store.append(List.of(one, two));
    }
    change(new String(frame(), StandardCharsets.ISO_8859_1).lastIndexOf("\"by\":\"ann\"") + 6);

    try (var store = open(1)) {
      assertThat(store.append(List.of(append("run-2", two.head(), 1))))
          .hasOnlyElementsOfType(AppendResult.Conflict.class);
      assertThat(store.append(List.of(append("run-1", one.head(), 1))))
          .hasOnlyElementsOfType(AppendResult.Accepted.class);
    }
  }

  @Test
  void shouldNoticeAChangeOfAnyByte() {
    try (var store = open(100)) {
      store.append(List.of(one, two));
    }
    byte[] frame = frame();
    for (int at = 0; at < frame.length; at++) {
      byte[] changed = frame.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> readAll(changed))
          .as("byte %d", at)
          .isInstanceOf(DamagedRecordException.class);
    }
    readAll(frame);
  }

  private static void readAll(byte[] frame) {
    DetachedFrame.read(1, 3, frame).records().forEach(RecordReader::read);
  }

  @Test
  void shouldNameAFrameThatIsGoneToWhoeverReadsOneOfItsRecords() {
    try (var store = open(1)) {
      store.append(List.of(one, two));
      store.append(List.of(append("run-3", Head.NONE, 1)));
      TestPostgres.execute("delete from " + schema + ".frames where first_offset = 1");

      assertThatThrownBy(() -> store.read("run-2", 1, 9, 9, record -> {}))
          .isInstanceOf(LostCommitsException.class)
          .hasMessageContaining("commits 1..1 were acknowledged and are gone");
    }
  }

  @Test
  void shouldNameAFrameThatIsGoneBeforeItWasIndexed() {
    try (var store = open(100)) {
      store.append(List.of(one));
      store.append(List.of(two));
      store.append(List.of(append("run-3", Head.NONE, 1)));
    }
    TestPostgres.execute("delete from " + schema + ".frames where first_offset = 3");

    try (var store = open(100)) {
      assertThatThrownBy(() -> store.head("run-1"))
          .isInstanceOf(LostCommitsException.class)
          .hasMessageContaining("commits 3..3 were acknowledged and are gone");
      assertThatThrownBy(() -> store.append(List.of(append("run-4", Head.NONE, 1))))
          .isInstanceOf(LostCommitsException.class);
    }
  }

  @Test
  void shouldNameAPlaceThatIsDamaged() {
    try (var store = open(1)) {
      store.append(List.of(one, two));
      store.append(List.of(append("run-3", Head.NONE, 1)));
      TestPostgres.execute(
          "update %s.places set places = set_byte(places, 5, 99) where pid = 'run-1'"
              .formatted(schema));

      assertThatThrownBy(() -> store.read("run-1", 1, 9, 9, record -> {}))
          .isInstanceOf(DamagedRecordException.class)
          .hasMessageContaining("record 1 of run-1 is damaged: expected where the record is");
      store.read("run-2", 1, 9, 9, record -> assertThat(record.seq()).isEqualTo(1));
    }
  }

  /** The difference is what {@code data check} finds. */
  @Test
  void shouldStillTailTheRecordsOfAHistoryWhoseIndexAHandHasDeleted() {
    try (var store = open(1)) {
      store.append(List.of(one, two));
      store.append(List.of(append("run-3", Head.NONE, 1)));
      TestPostgres.execute("delete from %s.heads where pid = 'run-1'".formatted(schema));
      TestPostgres.execute("delete from %s.places where pid = 'run-1'".formatted(schema));
    }
    try (var store = open(1)) {
      assertThat(store.read("run-1", 1, 9, 9, record -> {})).isZero();
      assertThat(store.tail(0, 9))
          .extracting(StoredRecord::persistenceId)
          .containsExactly("run-1", "run-1", "run-2", "run-3");
    }
  }
}
