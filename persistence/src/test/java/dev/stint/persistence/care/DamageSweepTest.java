package dev.stint.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.embedded.EmbeddedEventStore;
import dev.stint.persistence.journal.embedded.Engine;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.store.DamagedRecordException;
import java.io.IOException;
import java.io.RandomAccessFile;
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
    open();
    SampleStore.fill(store, 3);
    store.close();
    open(); // with all of the log in its index
  }

  private void open() {
    var settings = JournalConfig.levelDb(dir);
    store =
        EmbeddedEventStore.open(
            settings.folder(),
            "leveldb",
            database -> {
              engine = LevelDb.open(database, settings);
              return engine;
            });
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
   * Kinds of keys: where records are, heads, where payloads are, data keys, snapshots (behind their
   * time, which no checksum covers).
   */
  @ParameterizedTest
  @CsvSource({"q, 0", "h, 0", "P, 0", "K, 0", "s, 8"})
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

  @Test
  void shouldNotReadAHistoryWhoseHeadIsDamagedThoughItIsRemembered() {
    // given
    String key = entries('h').firstKey();
    byte[] id = HexFormat.of().parseHex(key.substring(2));
    String persistenceId = new String(id, StandardCharsets.UTF_8);
    assertThat(store.head(persistenceId).seq()).isPositive();
    // when
    byte[] damaged = entries('h').get(key).clone();
    damaged[damaged.length - 1] ^= 1;
    put(key, damaged);
    // then
    var chains = new ChainReader(store);
    assertThatThrownBy(() -> chains.read(persistenceId, 1, Long.MAX_VALUE, 100, _ -> {}))
        .isInstanceOf(DamagedRecordException.class);
  }

  private static void named(char kind, byte[] key, Finding finding) {
    switch (kind) {
      case 'q' -> {
        assertThat(finding.what()).isEqualTo("record " + last8(key));
        assertThat(finding.persistenceId()).isEqualTo(owner(key));
      }
      case 's' -> {
        assertThat(finding.what()).isEqualTo("snapshot " + last8(key));
        assertThat(finding.persistenceId()).isEqualTo(owner(key));
      }
      case 'h' -> assertThat(finding).returns("the head", Finding::what);
      case 'K' -> assertThat(finding).returns("the data key", Finding::what);
      default -> {
        int prefix = 3 + owner(key).getBytes(StandardCharsets.UTF_8).length;
        int length = key.length - prefix - 9;
        String commit = new String(key, prefix, length, StandardCharsets.UTF_8);
        assertThat(finding.what()).isEqualTo("payload " + commit);
      }
    }
  }

  private static long last8(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - 8);
  }

  private static String owner(byte[] key) {
    return new String(key, 3, ByteBuffer.wrap(key).getShort(1), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"q", "h", "P", "K"})
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
  void shouldNameEveryBadRecordAndNotOnlyTheFirst() throws IOException {
    List<Long> ends = ends();
    for (long end : ends) flip(end - 3);

    assertThat(findings()).filteredOn(f -> f.what().startsWith("record ")).hasSize(ends.size());
  }

  /** Where the records end in the log. */
  private List<Long> ends() {
    List<Long> ends = new ArrayList<>();
    for (byte[] value : entries('q').values()) {
      var places = ByteBuffer.wrap(value, 4, value.length - 4);
      while (places.hasRemaining()) ends.add(places.getLong() + places.getInt());
    }
    return ends;
  }

  private void flip(long position) throws IOException {
    try (var file = new RandomAccessFile(dir.resolve("log/0000000000000000.log").toFile(), "rw")) {
      file.seek(position);
      int there = file.read();
      file.seek(position);
      file.write(there ^ 1);
    }
  }

  @Test
  void shouldFindAFlippedBitInARecordWhereverItIs() throws IOException {
    var random = new Random(2026);
    List<Long> ends = ends();
    for (int i = 0; i < FLIPS; i++) {
      long at = ends.get(random.nextInt(ends.size())) - 1 - random.nextInt(250);
      flip(at);

      assertThat(findings()).as("byte %d of the log", at).isNotEmpty();

      flip(at);
    }
    assertThat(findings()).isEmpty();
  }
}
