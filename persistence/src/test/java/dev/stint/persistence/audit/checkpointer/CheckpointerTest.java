package dev.stint.persistence.audit.checkpointer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.stint.persistence.audit.log.CheckpointFolder;
import dev.stint.persistence.audit.merkle.MerkleProofs;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Records;
import dev.stint.persistence.journal.StintJournal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the log is signed, and who is shown. */
class CheckpointerTest {
  @TempDir Path dir;
  private StintJournal journal;

  @BeforeEach
  void open() {
    journal = StintJournal.open(JournalConfig.journal(dir.resolve("journal")));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private Checkpointer start(Duration every, int records, String... witnesses) {
    return Checkpointer.start(
        new AuditSettings(
            dir.resolve("audit"), "stint.test/log", every, records, List.of(witnesses)),
        journal,
        InstantSource.system());
  }

  private void commit(long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      journal.commit(Records.request("run|a", seq, "writer")).join();
    }
  }

  private List<CheckpointFolder.Kept> kept(Path folder) {
    List<CheckpointFolder.Kept> kept = new ArrayList<>();
    CheckpointFolder.all(folder, kept::add);
    return kept;
  }

  @Test
  void shouldSignALoneRecordSoon() {
    try (Checkpointer checkpointer = start(Duration.ofMillis(200), 1_000)) {
      commit(1, 1);
      await().atMost(Duration.ofSeconds(60)).until(() -> checkpointer.log().signedSize() == 1);
    }
  }

  @Test
  void shouldSignManyRecordsBeforeTheTimeIsUp() {
    try (Checkpointer checkpointer = start(Duration.ofHours(1), 10)) {
      commit(1, 12);
      await().atMost(Duration.ofSeconds(60)).until(() -> checkpointer.log().signedSize() >= 10);
    }
  }

  @Test
  void shouldSignTheRestWhenItIsClosed() {
    start(Duration.ofHours(1), 1_000).close();
    Checkpointer checkpointer = start(Duration.ofHours(1), 1_000);
    commit(1, 3);
    checkpointer.close();
    assertThat(kept(dir.resolve("audit/checkpoints")).getLast().checkpoint().size()).isEqualTo(3);
  }

  @Test
  void shouldSignEverythingWhenAsked() throws Exception {
    try (Checkpointer checkpointer = start(Duration.ofHours(1), 1_000)) {
      commit(1, 4);
      SignedNote note = checkpointer.signNow(Duration.ofSeconds(60)).orElseThrow();
      assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(4);
      assertThat(checkpointer.unsigned()).isZero();
    }
  }

  @Test
  void shouldShowAFolderEveryCheckpoint() {
    Path outside = dir.resolve("outside");
    try (Checkpointer checkpointer = start(Duration.ofMillis(10), 1, "folder:" + outside)) {
      for (int size = 1; size <= 3; size++) {
        commit(size, size);
        long wanted = size;
        await().until(() -> checkpointer.witnesses().getFirst().reached() == wanted);
      }
    }
    assertThat(kept(outside)).extracting(k -> k.checkpoint().size()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldGoOnWithoutAWitnessThatDoesNotAnswer() throws Exception {
    Path blocked = Files.writeString(dir.resolve("file"), "not a folder");
    try (Checkpointer checkpointer = start(Duration.ofMillis(10), 1, "folder:" + blocked)) {
      commit(1, 2);
      await().until(() -> checkpointer.log().signedSize() == 2);
      await().until(() -> !checkpointer.witnesses().getFirst().trouble().isEmpty());
      assertThat(checkpointer.witnesses().getFirst().reached()).isZero();
      assertThat(checkpointer.stopped()).isEmpty();
    }
  }

  @Test
  void shouldProveToAnHttpWitnessAndKeepItsCosignature() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    var line = new SignedNote.Line("witness.test", 7, new byte[72]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/add-checkpoint",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          boolean first = asked.size() == 1; // it remembers size 2 and is asked with 0
          byte[] answer = (first ? "2\n" : line.text() + "\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(first ? 409 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    commit(1, 5);
    try (Checkpointer checkpointer = start(Duration.ofMillis(10), 1, address)) {
      await().until(() -> checkpointer.witnesses().getFirst().reached() == 5);
      assertThat(checkpointer.log().latest().orElseThrow().signatures())
          .extracting(SignedNote.Line::name)
          .containsExactly("stint.test/log", "witness.test");
      String[] parts = asked.get(1).split("\n\n", 2);
      List<byte[]> proof = parts[0].lines().skip(1).map(Base64.getDecoder()::decode).toList();
      Checkpoint shown = Checkpoint.parse(SignedNote.parse(parts[1]).text());
      assertThat(parts[0]).startsWith("old 2\n");
      assertThat(
              MerkleProofs.consistent(2, 5, proof, checkpointer.log().tree().root(2), shown.root()))
          .isTrue();
    } finally {
      server.stop(0);
    }
  }
}
