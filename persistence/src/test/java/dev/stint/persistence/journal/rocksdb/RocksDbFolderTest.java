package dev.stint.persistence.journal.rocksdb;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.journal.ChildJvm;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.embedded.EmbeddedEventStore;
import dev.stint.persistence.journal.embedded.FolderSettings;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbFolderTest {
  @TempDir Path dir;

  private EmbeddedEventStore open() {
    return RocksDb.store(
        new RocksDbSettings(new FolderSettings(dir, 4 << 20, 1 << 20, 0, false), 8 << 20));
  }

  @Test
  void shouldRefuseAFolderOfAnotherEngine() {
    LevelDb.store(JournalConfig.levelDb(dir)).close();

    assertThatThrownBy(this::open)
        .isInstanceOf(FolderException.class)
        .hasMessageContaining("holds a journal of the store leveldb, not of rocksdb");
  }

  @Test
  void shouldTakeAFolderWithoutAMarkForLevelDb() throws IOException {
    LevelDb.store(JournalConfig.levelDb(dir)).close();
    Files.delete(dir.resolve("engine"));

    assertThatThrownBy(this::open).hasMessageContaining("store leveldb");
    LevelDb.store(JournalConfig.levelDb(dir)).close();
  }

  @Test
  void shouldRefuseToOpenWithDamageInItsLog() throws IOException {
    try (var store = open()) {
      Head head = Head.NONE;
      for (int i = 0; i < 20; i++) {
        var append = append("run-1", head, 1);
        store.append(List.of(append));
        head = append.head();
      }
      Files.createDirectories(dir.resolve("kept"));
      copy(dir.resolve("db"), dir.resolve("kept")); // as a kill would leave it
    }
    flipInsideLog(dir.resolve("kept"));
    replaceDatabase();

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("RocksDB cannot open " + dir.resolve("db"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private static void flipInsideLog(Path database) throws IOException {
    try (var files = Files.list(database)) {
      Path log = files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(log);
      bytes[bytes.length / 2] ^= 1;
      Files.write(log, bytes);
    }
  }

  private void replaceDatabase() throws IOException {
    try (var files = Files.list(dir.resolve("db"))) {
      for (Path file : files.toList()) Files.delete(file);
    }
    copy(dir.resolve("kept"), dir.resolve("db"));
  }

  /** Opens the store by its name, as a server does. */
  public static final class Opener {
    public static void main(String[] args) {
      try {
        new RocksDbProvider()
            .open(JournalConfig.journal(Path.of(args[0])).getConfig("rocksdb"))
            .close();
        IO.println("opened");
      } catch (JournalException e) {
        IO.println(e.getMessage());
      }
    }
  }

  @Test
  void shouldSayWhichLibraryIsMissing() throws Exception {
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("rocksdbjni"))
            .collect(Collectors.joining(File.pathSeparator));
    Process opener = ChildJvm.startOn(without, Opener.class, dir.toString());
    try (var output = opener.inputReader()) {
      assertThat(output.readLine())
          .startsWith("stint.journal.store = rocksdb needs a library")
          .contains("org.rocksdb:rocksdbjni");
    }
  }
}
