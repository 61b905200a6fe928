package dev.stint.persistence.journal.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Sha256;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.Records;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.PayloadException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyTest {
  private static final byte[] SECRET = "a confidential prompt".getBytes(StandardCharsets.UTF_8);
  private static final Payload PROMPT = new Payload(Sha256.hex(SECRET), SECRET);
  private static final byte[] OLD = AesGcm.random(32);
  private static final byte[] NEW = AesGcm.random(32);

  @TempDir Path dir;
  private EventStore store;

  @BeforeEach
  void open() {
    store = LevelDb.store(JournalConfig.levelDb(dir));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static MasterKeys keys(byte[]... secrets) {
    return MasterKeys.of(List.of(secrets), "a test");
  }

  private void seal(String run, MasterKeys masters) {
    PayloadCipher.Sealed sealed =
        new PayloadCipher(store, masters, 4).seal(run, 1, List.of(PROMPT));
    Append plain = Records.append(run, Head.NONE, 1);
    store.append(
        List.of(
            new Append(
                run, 1, plain.prev(), plain.records(), sealed.payloads(), sealed.dataKey())));
  }

  private byte[] open(String run, MasterKeys masters) {
    byte[] stored = store.payload(run, PROMPT.commit()).orElseThrow();
    return new PayloadCipher(store, masters, 4).open(run, PROMPT.commit(), stored);
  }

  @Test
  void shouldNeedTheNewKeyAloneAfterwards() {
    // given more runs than are replaced at once
    int runs = 1_003;
    for (int i = 0; i < runs; i++) seal("run|%04d".formatted(i), keys(OLD));

    // when
    Rekey.Report report = Rekey.run(store, keys(NEW, OLD), Progress.NONE);

    // then
    assertThat(report).isEqualTo(new Rekey.Report(runs, runs, List.of()));
    for (String run : List.of("run|0000", "run|0500", "run|1002")) {
      assertThat(open(run, keys(NEW))).isEqualTo(SECRET);
      assertThatThrownBy(() -> open(run, keys(OLD)))
          .isInstanceOfSatisfying(
              PayloadException.class, e -> assertThat(e.code()).isEqualTo("payload_key_missing"));
    }
  }

  @Test
  void shouldGoOnWhereItWasInterrupted() {
    seal("run|1", keys(NEW));
    seal("run|2", keys(OLD));

    assertThat(Rekey.pending(store, keys(NEW, OLD))).isEqualTo(1);
    assertThat(Rekey.run(store, keys(NEW, OLD), Progress.NONE).rewrapped()).isEqualTo(1);
    assertThat(Rekey.pending(store, keys(NEW, OLD))).isZero();
    assertThat(Rekey.run(store, keys(NEW, OLD), Progress.NONE).rewrapped()).isZero();
  }

  @Test
  void shouldNameWhatNoKeyOpensAndLeaveItAsItIs() {
    byte[] lost = AesGcm.random(32);
    seal("run|1", keys(lost));
    seal("run|2", keys(OLD));

    Rekey.Report report = Rekey.run(store, keys(NEW, OLD), Progress.NONE);

    assertThat(report.rewrapped()).isEqualTo(1);
    assertThat(report.problems()).singleElement().asString().startsWith("run|1: the payloads need");
    assertThat(open("run|1", keys(lost))).isEqualTo(SECRET);
  }

  @Test
  void shouldNotBringBackWhatWasErased() {
    seal("run|1", keys(OLD));
    store.erase("run|1");

    assertThat(Rekey.run(store, keys(NEW, OLD), Progress.NONE))
        .isEqualTo(new Rekey.Report(0, 0, List.of()));
    assertThat(store.dataKey("run|1")).isEmpty();
  }
}
