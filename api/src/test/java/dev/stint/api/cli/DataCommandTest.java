package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.api.auth.AccessTokens;
import dev.stint.api.http.HttpServer;
import dev.stint.api.http.HttpSettings;
import dev.stint.persistence.journal.embedded.Tampering;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stint data ...} on real folders, with and without a server. */
class DataCommandTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: noted
      version: 1.0.0
      owner: group:me
      tools:
        - {use: 'stint.noop@^1'}
      plan:
        - {id: only, tool: stint.noop, params: {value: 'a private note'}}
      outputs:
        note: {value: '${{ steps.only.value }}'}
      """;

  @TempDir Path folder;
  private Path data;
  private String run;

  @BeforeEach
  void finishARun() throws IOException {
    data = folder.resolve("data");
    Path job = Files.createDirectories(folder.resolve("job")).resolve("job.yaml");
    Files.writeString(job, JOB);
    CommandLineRun done = stint("run", job.toString(), "-o", "json");
    assertThat(done.exit()).as(done.err()).isZero();
    run = done.json().path("run_id").asText();
  }

  private CommandLineRun stint(String... args) {
    return CommandLineRun.of(data, args);
  }

  private static CommandLineRun at(Path data, String... args) {
    return CommandLineRun.of(data, args);
  }

  private Path backup() {
    Path backup = folder.resolve("backup");
    CommandLineRun made = stint("data", "backup", backup.toString());
    assertThat(made.exit()).as(made.err()).isZero();
    return backup;
  }

  @Test
  void shouldFindNothingWrongInAWholeFolder() {
    CommandLineRun checked = stint("data", "check", "-o", "json");

    assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
    assertThat(checked.json().path("whole").asBoolean()).isTrue();
    assertThat(checked.json().path("histories").asInt()).isEqualTo(2);
    assertThat(checked.json().path("payloads").asInt()).isPositive();
  }

  @Test
  void shouldNameEveryDamagedRecord() {
    var tampering = new Tampering(data.resolve("journal"));
    tampering.flipBitOfRecord("run|" + run, 2, 1);
    tampering.flipBitOfRecord("run|" + run, 4, 1);

    CommandLineRun checked = stint("data", "check");

    assertThat(checked.exit()).isEqualTo(12);
    assertThat(checked.out())
        .contains("record 2 of run|" + run)
        .contains("record 4 of run|" + run)
        .contains("2 problem(s)");
  }

  @Test
  void shouldRestoreABackupElsewhereAndReadItWithTheKey() throws IOException {
    Path backup = backup();
    Path other = folder.resolve("other");
    Files.createDirectories(other.resolve("keys"));
    Files.copy(data.resolve("keys/payload.key"), other.resolve("keys/payload.key"));
    Files.setPosixFilePermissions(
        other.resolve("keys/payload.key"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));

    CommandLineRun restored = at(other, "data", "restore", backup.toString());

    assertThat(restored.exit()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("restored and verified").doesNotContain("NOTE");
    assertThat(at(other, "audit", "verify", run).exit()).isZero();
    assertThat(at(other, "data", "check").exit()).isZero();
    CommandLineRun again = at(other, "data", "restore", backup.toString());
    assertThat(again.exit()).isEqualTo(6);
    assertThat(again.err()).contains("Nothing changed");
  }

  @Test
  void shouldRestoreTheRecordWithoutTheKeyAndSaySo() {
    Path backup = backup();
    Path other = folder.resolve("other");

    CommandLineRun restored = at(other, "data", "restore", backup.toString());

    assertThat(restored.exit()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("NOTE").contains("need master key");
  }

  @Test
  void shouldPutNothingInPlaceFromADamagedBackup() throws IOException {
    Path backup = backup();
    byte[] bytes = Files.readAllBytes(backup.resolve("journal.stint"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(backup.resolve("journal.stint"), bytes);
    Path other = folder.resolve("other");

    CommandLineRun restored = at(other, "data", "restore", backup.toString());

    assertThat(restored.exit()).isEqualTo(12);
    assertThat(restored.err()).contains("backup_damaged");
    assertThat(other.resolve("journal")).doesNotExist();
    assertThat(other.resolve("journal.restoring")).doesNotExist();
  }

  @Test
  void shouldCopyIntoAnotherStoreAndGoOn() {
    String to = "leveldb:" + folder.resolve("copy");

    CommandLineRun copied = stint("data", "copy", "--to", to);
    CommandLineRun again = stint("data", "copy", "--to", to);

    assertThat(copied.exit()).as(copied.err()).isZero();
    assertThat(copied.out()).contains("both stores hold the same");
    assertThat(again.out()).contains("copied 0 records");
    assertThat(stint("data", "copy", "--to", "tape:1").exit()).isEqualTo(2);
    CommandLineRun lacking = stint("data", "copy", "--to", "rocksdb:" + folder.resolve("rocks"));
    assertThat(lacking.err()).contains("put org.rocksdb:rocksdbjni on the class path");
  }

  @Test
  void shouldRebuildTheViews() {
    CommandLineRun rebuilt = stint("data", "rebuild-views");

    assertThat(rebuilt.exit()).as(rebuilt.err()).isZero();
    assertThat(stint("runs", "list").out()).contains(run);
  }

  @Test
  void shouldSayThatThereIsNoJournal() {
    CommandLineRun checked = at(folder.resolve("nowhere"), "data", "check");

    assertThat(checked.exit()).isEqualTo(5);
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void shouldBackUpWhileAServerHasTheFolderAndNameItOtherwise() throws IOException {
    StintNode node =
        StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
    try (node;
        var server = HttpServer.start(node, HttpSettings.ephemeral(), AccessTokens.open(data))) {
      ServerFile.write(data, server.uri().toString());

      CommandLineRun checked = stint("data", "check");
      assertThat(checked.exit()).isEqualTo(6);
      assertThat(checked.err()).contains("is open in process").contains("stint data backup");
      Path backup = backup();
      assertThat(backup.resolve("MANIFEST.json")).exists();

      stint("data", "erase", run, "--reason", "ticket 4711");
      CommandLineRun alone = stint("data", "erase", run, "--approve");
      assertThat(alone.exit()).isEqualTo(4);
      assertThat(alone.err()).contains("another person must approve it");
    } finally {
      ServerFile.delete(data);
    }
    Path other = folder.resolve("other");
    assertThat(at(other, "data", "restore", folder.resolve("backup").toString()).exit()).isZero();
  }

  @Test
  void shouldNotErasePayloadsForOnePersonAlone() {
    CommandLineRun asked = stint("data", "erase", run, "--reason", "ticket 4711", "-o", "json");
    assertThat(asked.exit()).as(asked.err()).isZero();
    JsonNode custody = asked.json().path("custody");
    assertThat(custody.path("erasure_requested").path("reason").asText()).isEqualTo("ticket 4711");

    assertThat(stint("data", "hold", run, "--reason", "case 17").out()).contains("held by");
    assertThat(stint("data", "erase", run, "--approve").exit()).isEqualTo(6);
    assertThat(stint("data", "erase", run).exit()).isEqualTo(2);
  }

  @Test
  void shouldReadEverythingByTheNewKeyAlone() throws IOException {
    Path key = data.resolve("keys/payload.key");
    String old = Files.readString(key).strip();

    CommandLineRun rekeyed = stint("data", "rekey", "-o", "json");

    assertThat(rekeyed.exit()).as(rekeyed.err()).isZero();
    assertThat(rekeyed.json().path("rewrapped").asInt()).isEqualTo(2); // of the run and the job
    assertThat(Files.readString(key).lines()).hasSize(2).last().isEqualTo(old);

    CommandLineRun dropped = stint("data", "rekey", "--drop-old");

    assertThat(dropped.exit()).as(dropped.err()).isZero();
    assertThat(Files.readString(key)).hasSize(65).doesNotContain(old);
    assertThat(stint("data", "check").exit()).isZero();
    assertThat(stint("replay", run, "--verify").exit()).isZero();
  }

  @Test
  void shouldNotReadByTheOldKeyAfterwards() throws IOException {
    Path key = data.resolve("keys/payload.key");
    String old = Files.readString(key);
    stint("data", "rekey");
    stint("data", "rekey", "--drop-old");

    Files.writeString(key, old);

    CommandLineRun checked = stint("data", "check");
    assertThat(checked.exit()).isEqualTo(12);
    assertThat(checked.out()).contains("need master key");
  }

  @Test
  void shouldFinishWithTheKeyThatAnInterruptedOneMade() throws IOException {
    Path key = data.resolve("keys/payload.key");
    String made = "ab".repeat(32);
    Files.writeString(key, made + "\n" + Files.readString(key));

    CommandLineRun rekeyed = stint("data", "rekey");

    assertThat(rekeyed.exit()).as(rekeyed.err()).isZero();
    assertThat(rekeyed.out()).contains("wrapped 2 of 2 data keys");
    assertThat(Files.readString(key)).startsWith(made).hasSize(130);
  }

  @Test
  void shouldMakeNoKeyWhileAServerUsesTheOldOne() throws IOException {
    String before = Files.readString(data.resolve("keys/payload.key"));
    StintNode node =
        StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
    try (node;
        var server = HttpServer.start(node, HttpSettings.ephemeral(), AccessTokens.open(data))) {
      assertThat(stint("data", "rekey").exit()).isEqualTo(6); // the folder is locked

      ServerFile.write(data, server.uri().toString());
      CommandLineRun refused = stint("data", "rekey");

      assertThat(refused.exit()).isEqualTo(6);
      assertThat(refused.err()).contains("stop it first");
    } finally {
      ServerFile.delete(data);
    }
    assertThat(data.resolve("keys/payload.key")).hasContent(before);
  }
}
