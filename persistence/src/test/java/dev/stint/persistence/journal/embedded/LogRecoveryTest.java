package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.embedded.LogFolder.PAYLOAD;
import static dev.stint.persistence.journal.embedded.LogFolder.copy;
import static dev.stint.persistence.journal.embedded.LogFolder.log;
import static dev.stint.persistence.journal.embedded.LogFolder.offsets;
import static dev.stint.persistence.journal.embedded.LogFolder.open;
import static dev.stint.persistence.journal.embedded.LogFolder.run;
import static dev.stint.persistence.journal.embedded.LogFolder.seqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.leveldb.LevelDbSettings;
import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.LostCommitsException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening makes of the log as a process left it that was stopped at any moment. */
class LogRecoveryTest {
  @TempDir Path temp;

  private static EmbeddedEventStore openAccepting(Path folder) {
    var accept = ConfigFactory.parseString("on-lost-commits = accept");
    return LevelDb.store(
        LevelDbSettings.from(
            accept.withFallback(JournalConfig.journal(folder).getConfig("leveldb"))));
  }

  /** A folder as {@code kill -9} leaves it after three batches of two commits. */
  private Path killed() throws IOException {
    Path folder = temp.resolve("killed");
    try (var store = open(temp.resolve("living"))) {
      for (int i = 1; i <= 3; i++) store.append(List.of(run(i)));
      copy(temp.resolve("living"), folder);
    }
    return folder;
  }

  private static void mark(Path folder, long flushed) throws IOException {
    Files.write(folder.resolve("flushed"), Values.sealed(Values.number(flushed)));
  }

  private static void cutLog(Path folder, long length) throws IOException {
    try (var file = new RandomAccessFile(log(folder).toFile(), "rw")) {
      file.setLength(length);
    }
  }

  private static void flip(Path folder, long position) throws IOException {
    byte[] bytes = Files.readAllBytes(log(folder));
    bytes[(int) position] ^= 1;
    Files.write(log(folder), bytes);
  }

  @Test
  void shouldFindInTheLogWhatTheIndexDoesNotKnow() throws IOException {
    try (var store = open(killed())) {
      assertThat(offsets(store)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
      assertThat(seqs(store, "run-3")).containsExactly(1L, 2L);
      assertThat(store.head("run-3")).usingRecursiveComparison().isEqualTo(run(3).head());
      assertThat(store.payload("run-2", "aa")).hasValue(PAYLOAD.bytes());
      assertThat(store.dataKey("run-1")).hasValue(new byte[] {9});
      assertThat(store.persistenceIds("run-1", 9)).containsExactly("run-2", "run-3");
    }
  }

  @Test
  void shouldCutOffABatchThatNobodyWasToldOfWhereverItWasCut() throws IOException {
    Path killed = killed();
    long length = Files.size(log(killed));
    for (long cut = length * 2 / 3 + 1; cut < length; cut += 7) {
      Path torn = temp.resolve("torn-" + cut);
      copy(killed, torn);
      mark(torn, 4);
      cutLog(torn, cut);

      try (var store = open(torn)) {
        assertThat(offsets(store)).as("cut at %d", cut).containsExactly(1L, 2L, 3L, 4L);
        store.append(List.of(run(3)));
      }
      try (var store = open(torn)) {
        assertThat(offsets(store)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
      }
    }
  }

  @Test
  void shouldCutOffABatchWhosePayloadsAreBlocksThatWereNeverWritten() throws IOException {
    Path killed = killed();
    mark(killed, 4);
    byte[] bytes = Files.readAllBytes(log(killed));
    java.util.Arrays.fill(bytes, bytes.length - 30, bytes.length, (byte) 0);
    Files.write(log(killed), bytes);

    try (var store = open(killed)) {
      assertThat(offsets(store)).containsExactly(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void shouldCutOffABatchThatNobodyWasToldOfWhereverItIsDamaged() throws IOException {
    Path killed = killed();
    long length = Files.size(log(killed));
    for (long at = length * 2 / 3; at < length; at += 11) {
      Path torn = temp.resolve("flipped-" + at);
      copy(killed, torn);
      mark(torn, 4);
      flip(torn, at);

      try (var store = open(torn)) {
        assertThat(offsets(store)).as("damaged at %d", at).containsExactly(1L, 2L, 3L, 4L);
      }
    }
  }

  @Test
  void shouldMissABatchThatWasAcknowledged() throws IOException {
    Path killed = killed();
    long left = Files.size(log(killed)) - 1;
    cutLog(killed, left);

    assertThatThrownBy(() -> open(killed))
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 5..6 were acknowledged and are gone");
    assertThat(log(killed)).hasSize(left); // nothing was thrown away
  }

  @Test
  void shouldNotTakeDamageForTheEndWhenSomethingStandsBehindIt() throws IOException {
    Path killed = killed();
    flip(killed, Files.size(log(killed)) / 2);
    Files.delete(killed.resolve("flushed")); // as after a power cut, it may be too low

    assertThatThrownBy(() -> open(killed))
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 3..4");
    try (var store = openAccepting(killed)) {
      assertThat(offsets(store)).containsExactly(1L, 2L, 5L, 6L);
      assertThat(seqs(store, "run-2")).isEmpty();
      assertThat(seqs(store, "run-3")).containsExactly(1L, 2L);
    }
    open(killed).close(); // accepted once and for all
  }

  @Test
  void shouldOpenWithADamagedPayloadAndNameIt() throws IOException {
    Path killed = killed();
    flip(killed, Files.size(log(killed)) - 20);

    try (var store = open(killed)) {
      assertThat(seqs(store, "run-3")).containsExactly(1L, 2L);
      assertThatThrownBy(() -> store.payload("run-3", "aa"))
          .hasMessageContaining("payload aa of run-3 is damaged");
    }
  }

  @Test
  void shouldMissWhatTheIndexKnowsAndTheLogHasLost() throws IOException {
    Path folder = temp.resolve("living");
    try (var store = open(folder)) {
      for (int i = 1; i <= 3; i++) store.append(List.of(run(i)));
    }
    cutLog(folder, Files.size(log(folder)) * 2 / 3);

    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 5..6");
    try (var store = openAccepting(folder)) {
      store.append(List.of(run(4)));
      assertThat(offsets(store)).containsExactly(1L, 2L, 3L, 4L, 7L, 8L);
    }
  }

  @Test
  void shouldFindInTheLogWhatAnIndexThatFellBackHasLost() throws IOException {
    Path folder = temp.resolve("living");
    try (var store = open(folder)) {
      store.append(List.of(run(1)));
    }
    copy(folder.resolve("db"), temp.resolve("older"));
    try (var store = open(folder)) {
      store.append(List.of(run(2), run(3)));
      store.erase("run-2");
    }
    replaceDatabase(folder, temp.resolve("older"));

    try (var store = open(folder)) {
      assertThat(offsets(store)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
      assertThat(seqs(store, "run-2")).containsExactly(1L, 2L);
      assertThat(store.payload("run-2", "aa")).isEmpty(); // erased is erased
      assertThat(store.dataKey("run-2")).isEmpty();
      assertThat(store.payload("run-3", "aa")).hasValue(PAYLOAD.bytes());
    }
  }

  private static void replaceDatabase(Path folder, Path older) throws IOException {
    try (var files = Files.list(folder.resolve("db"))) {
      for (Path file : files.toList()) Files.delete(file);
    }
    Files.delete(folder.resolve("db"));
    copy(older, folder.resolve("db"));
  }

  @Test
  void shouldRefuseALogWithoutItsIndex() throws IOException {
    Path killed = killed();
    try (var files = Files.list(killed.resolve("db"))) {
      for (Path file : files.toList()) Files.delete(file);
    }

    assertThatThrownBy(() -> open(killed))
        .isInstanceOf(FolderException.class)
        .hasMessageContaining("expected a checkpoint of the log beside it, found none");
  }
}
