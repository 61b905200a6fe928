package dev.stint.persistence.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.audit.merkle.MerkleProofs;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Records;
import dev.stint.persistence.journal.StintJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is signed of a journal, and what ends the signing. */
class SignedLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-06-17T08:30:00Z"));

  @TempDir Path dir;
  private StintJournal journal;
  private SignedLog log;

  @BeforeEach
  void open() {
    journal = journal("journal");
    log = log();
  }

  @AfterEach
  void close() {
    log.close();
    journal.close();
  }

  private StintJournal journal(String name) {
    return StintJournal.open(JournalConfig.journal(dir.resolve(name)));
  }

  private SignedLog log() {
    return new SignedLog(dir.resolve("audit"), "stint.test/log", journal.store(), CLOCK);
  }

  private void commit(String pid, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      journal.commit(Records.request(pid, seq, "writer")).join();
    }
  }

  private Checkpoint signed() {
    log.follow();
    return Checkpoint.parse(log.sign().map(SignedNote::text).orElseThrow());
  }

  private void reopen() {
    log.close();
    log = log();
  }

  private void deleteTree() throws Exception {
    log.close();
    try (var files = Files.walk(dir.resolve("audit/tree"))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    log = log();
  }

  @Test
  void shouldSignEveryRecordInCommitOrder() {
    commit("run|a", 1, 3);
    commit("run|b", 1, 2);
    Checkpoint checkpoint = signed();
    assertThat(checkpoint.size()).isEqualTo(5);
    assertThat(log.keys().history().holds(log.latest().orElseThrow(), 5)).isTrue();
    var leaf = journal.history("run|b", 1, 1).getFirst();
    assertThat(
            MerkleProofs.included(
                HexFormat.of().parseHex(leaf.hash()),
                leaf.offset() - 1,
                5,
                log.tree().inclusion(leaf.offset() - 1, 5),
                checkpoint.root()))
        .isTrue();
  }

  @Test
  void shouldSignNothingTwice() {
    commit("run|a", 1, 3);
    signed();
    assertThat(log.follow()).isZero();
    assertThat(log.sign()).isEmpty();
  }

  @Test
  void shouldGoOnFromWhatWasSignedBefore() {
    commit("run|a", 1, 3);
    signed();
    commit("run|a", 4, 9);
    log.follow(); // read, not signed: read again after the restart
    reopen();
    assertThat(signed().size()).isEqualTo(9);
    assertThat(log.incident()).isEmpty();
  }

  @Test
  void shouldReadTheJournalAgainWhenTheTreeIsLostOrDamaged() throws Exception {
    commit("run|a", 1, 9);
    Checkpoint before = signed();
    deleteTree();
    log.follow();
    assertThat(log.tree().root(9)).isEqualTo(before.root());
    log.close();
    Files.write(dir.resolve("audit/tree/level-03"), new byte[32]);
    log = log();
    commit("run|a", 10, 10);
    assertThat(signed().size()).isEqualTo(10);
    assertThat(log.incident()).isEmpty();
  }

  @Test
  void shouldStopForGoodWhenTheJournalTellsAnotherStory() throws Exception {
    commit("run|a", 1, 3);
    signed();
    journal.close();
    journal = journal("forged");
    commit("run|b", 1, 4);
    deleteTree();
    log.follow();
    assertThat(log.sign()).isEmpty();
    assertThat(log.incident().orElseThrow().code()).isEqualTo("audit_history_changed");

    journal.close();
    journal = journal("journal");
    commit("run|a", 4, 4);
    reopen();
    log.follow();
    assertThat(log.sign()).isEmpty();
    assertThat(log.incident().orElseThrow().sentence()).contains("not signed any more");
  }

  @Test
  void shouldStopWhenSignedRecordsAreGone() {
    commit("run|a", 1, 3);
    signed();
    journal.close();
    journal = journal("empty");
    reopen();
    log.follow();
    assertThat(log.incident().orElseThrow().code()).isEqualTo("audit_commit_missing");
  }

  @Test
  void shouldStopWhenTheTreeDoesNotContinueWhatWasSigned() throws Exception {
    commit("run|a", 1, 4);
    signed();
    byte[] level = Files.readAllBytes(dir.resolve("audit/tree/level-02"));
    level[0] ^= 1;
    Files.write(dir.resolve("audit/tree/level-02"), level);
    commit("run|a", 5, 6);
    log.follow();
    assertThat(log.sign()).isEmpty();
    assertThat(log.incident().orElseThrow().code()).isEqualTo("audit_history_changed");
  }

  @Test
  void shouldSignWithTheNewKeyAfterARotation() {
    commit("run|a", 1, 3);
    signed();
    SignedNote old = log.latest().orElseThrow();
    var fresh = log.rotateKey();
    reopen();
    commit("run|a", 4, 4);
    signed();
    assertThat(log.latest().orElseThrow().signedBy(fresh)).isTrue();
    assertThat(log.keys().history().holds(old, 3)).isTrue();
    assertThat(log.keys().history().holds(old, 4)).isFalse();
  }

  @Test
  void shouldSignAgainWhatRestedOnARevokedKey() {
    commit("run|a", 1, 3);
    signed();
    var old = log.keys().history().current();
    SignedNote before = log.latest().orElseThrow();
    log.rotateKey();
    log.revokeKey(old, 2);
    assertThat(log.keys().history().holds(before, 3)).isFalse();
    assertThat(log.keys().history().holds(log.latest().orElseThrow(), 3)).isTrue();
    assertThat(log.latest().orElseThrow().text()).isEqualTo(before.text());
  }

  @Test
  void shouldLetNobodyElseReadThePrivateKey() throws Exception {
    try (var files = Files.list(dir.resolve("audit/keys"))) {
      Path key = files.filter(file -> file.toString().endsWith(".key")).findFirst().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void shouldKeepItsNameForEver() {
    assertThatThrownBy(
            () -> new SignedLog(dir.resolve("audit"), "another/log", journal.store(), CLOCK))
        .hasMessageContaining("stint.test/log");
  }

  @Test
  void shouldPassOverACheckpointThatACrashTore() throws Exception {
    commit("run|a", 1, 2);
    signed();
    Path day = dir.resolve("audit/checkpoints/2026-06-17.jsonl");
    Files.writeString(day, Files.readString(day) + "{\"at\":\"2026-06");
    reopen();
    commit("run|a", 3, 3);
    assertThat(signed().size()).isEqualTo(3);
    reopen();
    assertThat(log.signedSize()).isEqualTo(3);
  }
}
