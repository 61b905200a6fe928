package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static dev.stint.persistence.journal.embedded.LogFolder.copy;
import static dev.stint.persistence.journal.embedded.LogFolder.log;
import static dev.stint.persistence.journal.embedded.LogFolder.offsets;
import static dev.stint.persistence.journal.embedded.LogFolder.open;
import static dev.stint.persistence.journal.embedded.LogFolder.run;
import static dev.stint.persistence.journal.embedded.LogFolder.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the files of a log end, and where the next one takes over. */
class LogFilesTest {
  @TempDir Path temp;

  @Test
  void shouldCutOffZerosThatWereWrittenAhead() throws IOException {
    // given
    Path folder = temp.resolve("killed");
    try (var store = open(temp.resolve("living"))) {
      for (int i = 1; i <= 20; i++) store.append(List.of(run(i)));
      copy(temp.resolve("living"), folder);
    }
    long frames = Files.size(log(temp.resolve("living")));
    assertThat(Files.size(log(folder))).isGreaterThan(frames);

    // when
    try (var store = open(folder)) {
      // then
      assertThat(offsets(store)).hasSize(40);
      assertThat(log(folder)).hasSize(frames);
      store.append(List.of(run(21)));
    }
    try (var store = open(folder)) {
      assertThat(seqs(store, "run-21")).containsExactly(1L, 2L);
    }
  }

  @Test
  void shouldGoOnInAnotherFileWhenOneIsFull() throws IOException {
    Path folder = temp.resolve("living");
    var head = Head.NONE;
    try (var store = open(folder)) {
      for (int i = 0; i < 40; i++) {
        var payload = new Payload("c" + i, new byte[2 << 20]);
        payload.bytes()[i] = 1;
        Append append = append("run-1", head, 1, payload);
        store.append(List.of(append));
        head = append.head();
      }
      store.append(List.of(run(2)));
    }
    try (var files = Files.list(folder.resolve("log"))) {
      assertThat(files).hasSize(2);
    }
    try (var store = open(folder)) {
      assertThat(offsets(store)).hasSize(42);
      assertThat(store.tail(38, 3)).extracting(StoredRecord::offset).containsExactly(39L, 40L, 41L);
      for (int i = 0; i < 40; i++) {
        int at = i;
        assertThat(store.payload("run-1", "c" + i))
            .hasValueSatisfying(p -> assertThat(p[at]).isOne());
      }
      store.erase("run-1");
      store.append(List.of(append("run-1", head, 1)));
    }
    try (var store = open(folder)) {
      assertThat(store.payload("run-1", "c3")).isEmpty();
      assertThat(store.payload("run-1", "c39")).isEmpty();
      assertThat(store.payload("run-2", "aa")).isPresent();
      assertThat(seqs(store, "run-1")).hasSize(41);
    }
  }

  /** The end of a file that is cut off when the next one begins is not durable by itself. */
  @Test
  void shouldReadOnInTheNextFileWhenZerosStandBehindTheOneBefore() throws IOException {
    // given
    Path folder = temp.resolve("living");
    var head = Head.NONE;
    try (var store = open(folder)) {
      for (int i = 0; i < 33; i++) {
        Append append = append("run-1", head, 1, new Payload("c" + i, new byte[2 << 20]));
        store.append(List.of(append));
        head = append.head();
      }
      store.append(List.of(run(2)));
    }
    Files.write(log(folder), new byte[256 << 10], StandardOpenOption.APPEND);

    // when
    try (var store = open(folder)) {
      store.append(List.of(run(3)));
      // then
      assertThat(offsets(store)).hasSize(37);
      assertThat(seqs(store, "run-2")).containsExactly(1L, 2L);
    }
    try (var store = open(folder)) {
      assertThat(offsets(store)).hasSize(37);
    }
  }
}
