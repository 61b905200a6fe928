package dev.stint.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bit that flips in the files of the log or of the database is found by opening or by checking,
 * or it was in none of what is kept: never is something missing or changed without a word.
 */
class FileDamageTest {
  private static final int FLIPS = 120;

  @TempDir Path dir;
  private Path folder;
  private List<String> content;

  @BeforeEach
  void fill() {
    folder = dir.resolve("journal");
    for (int part = 0; part < 2; part++) {
      // Opened twice, so that there is a table beside the log.
      try (EventStore store = LevelDb.store(JournalConfig.levelDb(folder))) {
        if (part == 0) SampleStore.fill(store, 2);
        content = content(store);
      }
    }
  }

  private static List<String> content(EventStore store) {
    List<String> lines = new ArrayList<>();
    for (var record : store.tail(0, 1_000)) {
      lines.add(record.offset() + " " + HexFormat.of().formatHex(record.bytes()));
    }
    for (String id : store.persistenceIds("", 1_000)) {
      store.payloads(id, p -> lines.add(id + p.commit() + HexFormat.of().formatHex(p.bytes())));
      store.dataKey(id).ifPresent(key -> lines.add(id + HexFormat.of().formatHex(key)));
    }
    return lines;
  }

  private List<Path> files() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(ldb|sst|log)")).sorted().toList();
    }
  }

  @Test
  void shouldNeverLoseOrChangeAnythingWithoutAWord() throws IOException {
    var random = new Random(2026);
    int found = 0;
    for (int i = 0; i < FLIPS; i++) {
      Path copy = dir.resolve("copy-" + i);
      copy(folder, copy);
      List<Path> files = files().stream().filter(file -> file.toFile().length() > 0).toList();
      Path chosen = files.get(random.nextInt(files.size()));
      Path file = copy.resolve(folder.relativize(chosen));
      byte[] bytes = Files.readAllBytes(file);
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);

      if (noticed(copy, "byte %d of %s".formatted(at, file.getFileName()))) found++;
    }
    assertThat(found).isGreaterThan(FLIPS / 3);
  }

  private boolean noticed(Path copy, String what) {
    try (EventStore store = LevelDb.store(JournalConfig.levelDb(copy))) {
      boolean whole = StoreCheck.run(store, SampleStore.MASTERS, Progress.NONE).whole();
      if (whole) assertThat(content(store)).as(what).isEqualTo(content);
      return !whole;
    } catch (JournalException refused) {
      return true;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) Files.copy(file, to.resolve(from.relativize(file)));
    }
  }
}
