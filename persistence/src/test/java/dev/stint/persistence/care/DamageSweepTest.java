package dev.stint.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.embedded.EmbeddedEventStore;
import dev.stint.persistence.journal.embedded.Engine;
import dev.stint.persistence.journal.leveldb.LevelDb;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bit that flips in whatever the store keeps is found, and the place is named (invariant 7). */
class DamageSweepTest {
  private static final int FLIPS = 150;

  @TempDir Path dir;
  private Engine engine;
  private EmbeddedEventStore store;

  @BeforeEach
  void fill() {
    var settings = JournalConfig.levelDb(dir);
    store =
        EmbeddedEventStore.open(
            settings.folder(),
            "leveldb",
            database -> {
              engine = LevelDb.open(database, settings);
              return engine;
            });
    SampleStore.fill(store, 3);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Finding> findings() {
    return StoreCheck.run(store, SampleStore.MASTERS, Progress.NONE).findings();
  }

  private TreeMap<String, byte[]> entries(char kind) {
    var entries = new TreeMap<String, byte[]>();
    engine.scan(
        new byte[] {(byte) kind},
        entry -> {
          if (entry.getKey()[0] != kind) return false;
          entries.put(HexFormat.of().formatHex(entry.getKey()), entry.getValue());
          return true;
        });
    return entries;
  }

  private void put(String key, byte[] value) {
    try (Engine.Batch batch = engine.batch()) {
      batch.put(HexFormat.of().parseHex(key), value);
      batch.write();
    }
  }

  @Test
  void shouldFindNothingInAWholeStore() {
    StoreCheck.Report report = StoreCheck.run(store, SampleStore.MASTERS, Progress.NONE);

    assertThat(report.findings()).isEmpty();
    assertThat(report.histories()).isEqualTo(4);
    assertThat(report.records()).isEqualTo(13);
    assertThat(report.payloads()).isEqualTo(10);
    assertThat(report.snapshots()).isEqualTo(3);
  }

  /**
   * Kinds of keys: where each record is, heads, payloads, data keys, snapshots (behind their time,
   * which no checksum covers), and the records themselves in commit order.
   */
  @ParameterizedTest
  @CsvSource({"r, 0", "h, 0", "p, 0", "k, 0", "s, 8", "c, 0"})
  void shouldNameWhateverHasAFlippedBit(char kind, int from) {
    var random = new Random(kind * 31L + 2026);
    List<String> keys = new ArrayList<>(entries(kind).keySet());
    for (int i = 0; i < FLIPS; i++) {
      String key = keys.get(random.nextInt(keys.size()));
      byte[] whole = entries(kind).get(key);
      byte[] flipped = whole.clone();
      int at = from + random.nextInt(whole.length - from);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      put(key, flipped);

      List<Finding> found = findings();

      assertThat(found)
          .as("%s byte %d of %s", kind, at, key)
          .anySatisfy(finding -> named(kind, HexFormat.of().parseHex(key), finding));
      put(key, whole);
    }
    assertThat(findings()).isEmpty();
  }

  private static void named(char kind, byte[] key, Finding finding) {
    switch (kind) {
      case 'r' -> {
        assertThat(finding.what()).isEqualTo("record " + last8(key));
        assertThat(finding.persistenceId()).isEqualTo(owner(key));
      }
      case 's' -> {
        assertThat(finding.what()).isEqualTo("snapshot " + last8(key));
        assertThat(finding.persistenceId()).isEqualTo(owner(key));
      }
      case 'h' -> assertThat(finding).returns("the head", Finding::what);
      case 'k' -> assertThat(finding).returns("the data key", Finding::what);
      case 'p' -> {
        int prefix = 3 + owner(key).getBytes(StandardCharsets.UTF_8).length;
        String commit = new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8);
        assertThat(finding.what()).isEqualTo("payload " + commit);
      }
      default -> assertThat(finding.what()).matches("record [1-9].*|commit " + last8(key));
    }
  }

  private static long last8(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - 8);
  }

  private static String owner(byte[] key) {
    return new String(key, 3, ByteBuffer.wrap(key).getShort(1), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"r", "h", "p", "k", "c"})
  void shouldNoticeWhateverIsGone(char kind) {
    for (var entry : entries(kind).entrySet()) {
      try (Engine.Batch batch = engine.batch()) {
        batch.delete(HexFormat.of().parseHex(entry.getKey()));
        batch.write();
      }

      assertThat(findings()).as("%s %s", kind, entry.getKey()).isNotEmpty();

      put(entry.getKey(), entry.getValue());
    }
  }

  @Test
  void shouldNameEveryBadRecordAndNotOnlyTheFirst() {
    List<String> keys = new ArrayList<>(entries('r').keySet());
    for (String key : keys) {
      byte[] value = entries('r').get(key);
      value[value.length - 3] ^= 1;
      put(key, value);
    }

    assertThat(findings()).filteredOn(f -> f.what().startsWith("record ")).hasSize(keys.size());
  }
}
