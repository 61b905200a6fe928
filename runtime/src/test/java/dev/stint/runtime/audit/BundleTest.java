package dev.stint.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.audit.verify.BundleVerifier;
import dev.stint.runtime.audit.verify.Check;
import dev.stint.runtime.audit.verify.Trust;
import dev.stint.runtime.audit.verify.TrustFiles;
import dev.stint.runtime.audit.verify.VerificationReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of untouched runs, with and without what an auditor holds. */
class BundleTest {
  @TempDir Path dir;
  private AuditFixture fixture;

  @BeforeEach
  void open() {
    fixture =
        new AuditFixture(
            dir.resolve("data"), InstantSource.system(), 2, "folder:" + dir.resolve("witness"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static VerificationReport verified(SortedMap<String, byte[]> files, Trust trust) {
    VerificationReport report = BundleVerifier.verify(files, trust);
    assertThat(report.findings()).isEmpty();
    return report;
  }

  private static SignedNote note(SortedMap<String, byte[]> files) {
    return SignedNote.parse(new String(files.get(BundleLayout.CHECKPOINT), StandardCharsets.UTF_8));
  }

  @Test
  void shouldVerifyAFinishedAndAnOpenRun() {
    List<RunId> runs = List.of(fixture.finished(1), fixture.waiting(2));
    VerificationReport report = verified(fixture.export(runs), Trust.NONE);
    assertThat(report.runs()).hasSize(2);
    assertThat(report.notes().get(Check.SEQUENCE)).isEqualTo("2 runs, 1 of them open");
    assertThat(report.notes().get(Check.PAYLOADS)).isEqualTo("19 payloads");
    assertThat(report.limits())
        .anyMatch(l -> l.contains("no witness was asked"))
        .anyMatch(l -> l.contains("the 1 open runs"));
  }

  @Test
  void shouldSayThatTheWitnessHasThisVeryCheckpoint() throws Exception {
    RunId run = fixture.finished(1);
    SortedMap<String, byte[]> files = fixture.export(List.of(run));
    String key = fixture.checkpointer.log().keys().history().current().text();
    fixture.close();
    Trust trust =
        TrustFiles.read(
            Optional.of(key), Optional.of(dir.resolve("witness")), Optional.empty(), List.of());
    VerificationReport report = verified(files, trust);
    assertThat(report.limits().getFirst()).contains("the witness has this very checkpoint");
    open();
  }

  @Test
  void shouldProveThatTheLogContinuesAnOlderBundle() throws Exception {
    RunId run = fixture.finished(1);
    SignedNote older = note(fixture.export(List.of(run)));
    fixture.finished(2);
    SortedMap<String, byte[]> files = fixture.export(List.of(run), Checkpoint.parse(older.text()));
    Path since = Files.write(dir.resolve("since"), older.format().getBytes(StandardCharsets.UTF_8));
    Trust trust =
        TrustFiles.read(Optional.empty(), Optional.empty(), Optional.of(since), List.of());
    verified(files, trust);
  }

  @Test
  void shouldVerifyAfterTheKeyWasRotated() {
    RunId run = fixture.finished(1);
    fixture.export(List.of(run));
    fixture.checkpointer.log().rotateKey();
    fixture.finished(2);
    VerificationReport report = verified(fixture.export(List.of(run)), Trust.NONE);
    assertThat(report.notes().get(Check.CHECKPOINT))
        .contains(fixture.checkpointer.log().keys().history().current().text());
  }

  @Test
  void shouldVerifyARunWhosePayloadsTwoPersonsHadErased() throws Exception {
    RunId run = fixture.finished(1);
    fixture.erase(run, "user:ann", "user:ben");
    SortedMap<String, byte[]> files = fixture.export(List.of(run));
    VerificationReport report = verified(files, Trust.NONE);
    assertThat(report.notes().get(Check.PAYLOADS)).isEqualTo("1 payloads, 11 erased");
    assertThat(report.limits()).anyMatch(l -> l.contains("erased payloads of 1 histories"));
    Path zip = Files.write(dir.resolve("erased.zip"), DeterministicZip.write(files));
    assertThat(PythonVerifier.reasons(List.of(zip))).containsEntry(zip.toString(), 0);
  }

  @Test
  void shouldNotAcceptAnErasureThatOnePersonDidAlone() throws Exception {
    RunId run = fixture.finished(1);
    fixture.erase(run, "user:ann", "user:ann");
    SortedMap<String, byte[]> files = fixture.export(List.of(run));
    assertThat(BundleVerifier.verify(files, Trust.NONE).of(Check.PAYLOADS))
        .anyMatch(finding -> finding.code().equals("erasure_without_authority"));
    Path zip = Files.write(dir.resolve("alone.zip"), DeterministicZip.write(files));
    assertThat(PythonVerifier.reasons(List.of(zip))).containsEntry(zip.toString(), 8);
  }

  @Test
  void shouldVerifyARunWhoseArtifactsTimeTook() throws Exception {
    RunId run = fixture.finished(1);
    fixture.eraseArtifacts(run, fixture.artifacts(run), "system");
    SortedMap<String, byte[]> files = fixture.export(List.of(run));
    VerificationReport report = verified(files, Trust.NONE);
    assertThat(report.notes().get(Check.PAYLOADS)).isEqualTo("11 payloads, 1 erased");
    Path zip = Files.write(dir.resolve("artifacts.zip"), DeterministicZip.write(files));
    assertThat(PythonVerifier.reasons(List.of(zip))).containsEntry(zip.toString(), 0);
  }

  @Test
  void shouldNotAcceptThatTimeTookMoreThanArtifactsOrThatAPersonWasTime() throws Exception {
    RunId more = fixture.finished(1);
    fixture.eraseArtifacts(more, List.of(fixture.someOutput(more)), "system");
    RunId person = fixture.finished(2);
    fixture.eraseArtifacts(person, fixture.artifacts(person), "user:ann");
    for (RunId run : List.of(more, person)) {
      SortedMap<String, byte[]> files = fixture.export(List.of(run));
      assertThat(BundleVerifier.verify(files, Trust.NONE).of(Check.PAYLOADS))
          .anyMatch(finding -> finding.code().equals("erasure_without_authority"));
      Path zip = Files.write(dir.resolve(run + ".zip"), DeterministicZip.write(files));
      assertThat(PythonVerifier.reasons(List.of(zip))).containsEntry(zip.toString(), 8);
    }
  }

  @Test
  void shouldWriteTheSameZipForTheSameFilesAndReadItBack() throws Exception {
    SortedMap<String, byte[]> files = fixture.export(List.of(fixture.finished(1)));
    byte[] zip = DeterministicZip.write(files);
    assertThat(DeterministicZip.read(zip)).containsExactlyEntriesOf(files);
    assertThat(DeterministicZip.write(DeterministicZip.read(zip))).isEqualTo(zip);
    Path unzipped = dir.resolve("bundle.zip");
    Files.write(unzipped, zip);
    try (var other = new java.util.zip.ZipFile(unzipped.toFile())) { // another reader agrees
      assertThat(other.size()).isEqualTo(files.size());
    }
  }
}
