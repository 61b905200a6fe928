package dev.stint.persistence.journal;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.embedded.Tampering;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.Head;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainVerificationTest {
  @TempDir Path dir;
  private Tampering tampering;
  private byte[] hashOfFirst;

  @BeforeEach
  void writeTwoRuns() {
    tampering = new Tampering(dir);
    var run = append("run-1", Head.NONE, 5);
    hashOfFirst = run.records().getFirst().hash();
    try (var store = LevelDb.store(JournalConfig.levelDb(dir))) {
      store.append(List.of(run, append("run-2", Head.NONE, 5)));
    }
  }

  private DamagedRecord damage() {
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      assertThat(journal.verify("run-2").whole()).isTrue();
      return journal.verify("run-1").damage().orElseThrow();
    }
  }

  @Test
  void shouldProveAnUntouchedChain() {
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      ChainReport report = journal.verify("run-1");

      assertThat(report.whole()).isTrue();
      assertThat(report.records()).isEqualTo(5);
      assertThat(report.headHash())
          .isEqualTo(HexFormat.of().formatHex(journal.store().head("run-1").hash()));
      assertThat(journal.verify("unknown").records()).isZero();
    }
  }

  @Test
  void shouldNameTheRecordWithAFlippedBit() {
    tampering.flipBitOfRecord("run-1", 3, 20);

    assertThat(damage().seq()).isEqualTo(3);
    assertThat(damage().expected()).startsWith("checksum");
  }

  @Test
  void shouldNameADeletedRecord() {
    tampering.deleteRecord("run-1", 3);

    assertThat(damage()).isEqualTo(new DamagedRecord("run-1", 3, "a record", "record 4"));
  }

  @Test
  void shouldNameADeletedLastRecord() {
    tampering.deleteRecord("run-1", 5);

    assertThat(damage()).isEqualTo(new DamagedRecord("run-1", 5, "a record", "none"));
  }

  @Test
  void shouldNameSwappedRecords() {
    tampering.swapRecords("run-1", 2, 4);

    assertThat(damage())
        .isEqualTo(new DamagedRecord("run-1", 2, "itself under its own key", "record 4 of run-1"));
  }

  @Test
  void shouldNameTheRecordBehindAForgedOne() {
    var forged =
        new EventFacts(
            "run-1",
            2,
            Records.AT,
            "eve",
            "{}".getBytes(StandardCharsets.UTF_8),
            4711,
            "step-started",
            "",
            "writer-1");
    tampering.replaceRecord("run-1", 2, RecordDraft.of(forged).seal(1, hashOfFirst).bytes());

    assertThat(damage().seq()).isEqualTo(3);
    assertThat(damage().expected()).startsWith("prev ");
  }

  @Test
  void shouldNameAForgedLastRecord() {
    byte[] prev;
    try (var store = LevelDb.store(JournalConfig.levelDb(dir))) {
      prev = append("run-1", Head.NONE, 4).head().hash();
      assertThat(store.head("run-1").seq()).isEqualTo(5);
    }
    var forged =
        new EventFacts("run-1", 5, Records.AT, "", new byte[] {'1'}, 1, "t", "", "writer-1");
    tampering.replaceRecord("run-1", 5, RecordDraft.of(forged).seal(1, prev).bytes());

    assertThat(damage().seq()).isEqualTo(5);
    assertThat(damage().expected()).startsWith("hash ");
  }

  @Test
  void shouldNameADamagedHead() {
    tampering.damageHead("run-1");

    assertThat(damage().seq()).isZero();
  }

  @Test
  void shouldNameDataThatIsNotCanonical() {
    var loose =
        new EventFacts(
            "run-3",
            1,
            Records.AT,
            "",
            "{ \"a\":1.0}".getBytes(StandardCharsets.UTF_8),
            1,
            "t",
            "",
            "w");
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      journal
          .commit(
              new dev.stint.persistence.journal.commit.CommitRequest(
                  List.of(RecordDraft.of(loose)), List.of(), Optional.empty()))
          .join();

      assertThat(journal.verify("run-3").damage())
          .hasValueSatisfying(d -> assertThat(d.expected()).isEqualTo("canonical JSON"));
    }
  }
}
