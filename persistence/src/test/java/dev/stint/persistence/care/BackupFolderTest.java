package dev.stint.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFolderTest {
  private static final Instant NOW = Instant.parse("2026-06-17T08:30:00Z");
  private static final String RUN = "run|run-2026-06-17-legal-00000001";

  @TempDir Path dir;
  private EventStore source;
  private EventStore target;

  @BeforeEach
  void open() {
    source = LevelDb.store(JournalConfig.levelDb(dir.resolve("from")));
    target = LevelDb.store(JournalConfig.levelDb(dir.resolve("to")));
    SampleStore.fill(source, 3);
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  private Path backup() throws IOException {
    Path folder = dir.resolve("backup");
    BackupFolder.write(folder, source, NOW, Progress.NONE);
    return folder;
  }

  @Test
  void shouldRestoreEverything() throws IOException {
    BackupReader.Summary summary = BackupFolder.restore(backup(), target);

    assertThat(summary).isEqualTo(new BackupReader.Summary(13, 13, 10, 4));
    assertThat(new StoreCopy(source, target, Progress.NONE).run()).isZero(); // compares all
    assertThat(StoreCheck.run(target, SampleStore.MASTERS, Progress.NONE).findings()).isEmpty();
  }

  @Test
  void shouldKeepKeysApartAndFromOtherEyes() throws IOException {
    Path folder = backup();

    byte[] wrapped = source.dataKey(RUN).orElseThrow();
    assertThat(hex(folder.resolve("journal.stint")))
        .doesNotContain(HexFormat.of().formatHex(wrapped));
    assertThat(hex(folder.resolve("keys.stint"))).contains(HexFormat.of().formatHex(wrapped));
    assertThat(Files.getPosixFilePermissions(folder.resolve("keys.stint")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private static String hex(Path file) throws IOException {
    return HexFormat.of().formatHex(Files.readAllBytes(file));
  }

  @Test
  void shouldRestoreTheRecordWithoutKeysAndNothingThatCanBeRead() throws IOException {
    Path folder = backup();
    Files.delete(folder.resolve("keys.stint"));

    BackupFolder.restore(folder, target);

    assertThat(target.lastOffset()).isEqualTo(13);
    assertThat(target.dataKey(RUN)).isEmpty();
    assertThat(StoreCheck.run(target, SampleStore.MASTERS, Progress.NONE).findings())
        .hasSize(10)
        .allSatisfy(finding -> assertThat(finding.what()).startsWith("payload "));
  }

  @Test
  void shouldReceiveTheSameOverOneStream() throws IOException {
    var stream = new ByteArrayOutputStream();
    BackupWriter.write(source, stream, stream, Progress.NONE);
    Path received = dir.resolve("received");

    BackupFolder.receive(received, new ByteArrayInputStream(stream.toByteArray()), NOW);

    Path written = backup();
    for (String name : List.of("journal.stint", "keys.stint", "MANIFEST.json")) {
      assertThat(hex(received.resolve(name))).as(name).isEqualTo(hex(written.resolve(name)));
    }
  }

  @Test
  void shouldNotFinishWhatBreaksOff() throws IOException {
    var stream = new ByteArrayOutputStream();
    BackupWriter.write(source, stream, stream, Progress.NONE);
    byte[] half = Arrays.copyOf(stream.toByteArray(), stream.size() / 2);
    Path received = dir.resolve("received");

    assertThatThrownBy(() -> BackupFolder.receive(received, new ByteArrayInputStream(half), NOW))
        .isInstanceOf(CareException.class)
        .hasMessageContaining("found the end of the file");
    assertThatThrownBy(() -> BackupFolder.restore(received, target))
        .hasMessageContaining("expected a MANIFEST.json");
  }

  @Test
  void shouldRefuseABackupWithAFlippedBitWhereverItIs() throws IOException {
    Path folder = backup();
    var random = new Random(2026);
    for (int i = 0; i < 200; i++) {
      Path file = folder.resolve(random.nextInt(4) == 0 ? "keys.stint" : "journal.stint");
      byte[] whole = Files.readAllBytes(file);
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);

      assertThatThrownBy(() -> BackupFolder.restore(folder, target))
          .isInstanceOfSatisfying(
              CareException.class, e -> assertThat(e.code()).isEqualTo("backup_damaged"));
      Files.write(file, whole);
    }
    assertThat(target.lastOffset()).isZero();
  }

  @Test
  void shouldNotTrustFramesForTheirHashesAlone() throws IOException {
    var stream = new ByteArrayOutputStream();
    BackupWriter.write(source, stream, stream, Progress.NONE);
    byte[] whole = stream.toByteArray();
    var random = new Random(2027);
    for (int i = 0; i < 300; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(
              () -> BackupReader.read(new ByteArrayInputStream(flipped), "a test", new Taken()))
          .isInstanceOf(CareException.class);
    }
  }

  @Test
  void shouldRefuseToOverwrite() throws IOException {
    Path folder = backup();

    assertThatThrownBy(() -> BackupFolder.write(folder, source, NOW, Progress.NONE))
        .hasMessageContaining("Nothing was changed");
    assertThatThrownBy(() -> BackupFolder.restore(folder, source))
        .hasMessageContaining("holds another journal");
  }

  /** Written once by the version that released the format; never changed. */
  @Test
  void shouldReadTheBackupThatWasReleased() throws IOException {
    var taken = new Taken();
    byte[] golden;
    try (var in = BackupFolderTest.class.getResourceAsStream("/golden/backup-v1.hex")) {
      golden =
          HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    BackupReader.Summary summary =
        BackupReader.read(new ByteArrayInputStream(golden), "golden", taken);

    assertThat(summary).isEqualTo(new BackupReader.Summary(1, 1, 1, 1));
    assertThat(taken.said)
        .containsExactly(
            "key run|1 0102",
            "payload run|1 c0ffee 03",
            "record 1 run|1 1 0405",
            "deleted run|1 1");
    assertThat(HexFormat.of().formatHex(golden)).isEqualTo(HexFormat.of().formatHex(written()));
  }

  private static byte[] written() throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new BackupWriter(out, out);
    writer.header(1);
    writer.dataKey("run|1", new byte[] {1, 2});
    writer.payload("run|1", new Payload("c0ffee", new byte[] {3}));
    writer.record(new StoredRecord(1, "run|1", 1, new byte[] {4, 5}));
    writer.deletedTo("run|1", 1);
    writer.end();
    return out.toByteArray();
  }

  private static final class Taken implements Content {
    final List<String> said = new ArrayList<>();

    private void say(String what, byte[] bytes) {
      said.add(what + " " + HexFormat.of().formatHex(bytes));
    }

    @Override
    public void dataKey(String persistenceId, byte[] wrapped) {
      say("key " + persistenceId, wrapped);
    }

    @Override
    public void payload(String persistenceId, Payload payload) {
      say("payload " + persistenceId + " " + payload.commit(), payload.bytes());
    }

    @Override
    public void record(StoredRecord record) {
      say(
          "record %d %s %d".formatted(record.offset(), record.persistenceId(), record.seq()),
          record.bytes());
    }

    @Override
    public void deletedTo(String persistenceId, long seq) {
      said.add("deleted " + persistenceId + " " + seq);
    }
  }
}
