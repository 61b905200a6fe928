package dev.stint.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.audit.verify.BundleVerifier;
import dev.stint.runtime.audit.verify.Check;
import dev.stint.runtime.audit.verify.Finding;
import dev.stint.runtime.audit.verify.Trust;
import dev.stint.runtime.audit.verify.TrustFiles;
import dev.stint.runtime.audit.verify.VerificationReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done to a bundle is found, and named for what it is, by both verifiers. */
class TamperTest {
  @TempDir static Path dir;
  private static SortedMap<String, byte[]> bundle;
  private static SortedMap<String, byte[]> older;
  private static AuditFixture fixture;
  private static List<byte[]> log;

  @BeforeAll
  static void export() {
    fixture =
        new AuditFixture(
            dir.resolve("data"), InstantSource.system(), 3, "folder:" + dir.resolve("witness"));
    RunId first = fixture.finished(1);
    RunId second = fixture.waiting(2);
    older = fixture.export(List.of(first));
    bundle = fixture.export(List.of(first, second));
    log = fixture.journal.store().tail(0, 10_000).stream().map(RecordReader::hash).toList();
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  static List<Tampering> tamperings() {
    return Tampering.all();
  }

  static List<Tampering> ofTheKeyHolder() {
    return Tampering.ofTheKeyHolder();
  }

  private static SortedMap<String, byte[]> tampered(Tampering tampering) {
    var attack =
        new Attack(bundle, fixture.checkpointer.log().keys().signer(), log, dir.resolve("scratch"));
    tampering.edit().accept(attack);
    return attack.files;
  }

  private static Trust witnessed() throws Exception {
    return TrustFiles.read(
        Optional.empty(), Optional.of(dir.resolve("witness")), Optional.empty(), List.of());
  }

  private static void assertNamed(Tampering tampering, VerificationReport report) {
    assertThat(report.failed()).as("%s", report.findings()).contains(tampering.reason());
    assertThat(report.findings())
        .as("%s", report.findings())
        .extracting(Finding::code)
        .contains(tampering.code());
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void shouldNameWhatWasDone(Tampering tampering) throws Exception {
    assertNamed(tampering, BundleVerifier.verify(tampered(tampering), witnessed()));
  }

  @ParameterizedTest
  @MethodSource("ofTheKeyHolder")
  void shouldFindByItsRulesWhatWasSignedAgain(Tampering tampering) throws Exception {
    assertNamed(tampering, BundleVerifier.verify(tampered(tampering), Trust.NONE));
    VerificationReport witnessed = BundleVerifier.verify(tampered(tampering), witnessed());
    assertThat(witnessed.failed()).contains(Check.CHECKPOINT);
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void shouldFindAtOnceWhatWasDoneWithoutTheKey(Tampering tampering) {
    SortedMap<String, byte[]> files = new TreeMap<>(tampered(tampering));
    files.put(BundleLayout.MANIFEST, bundle.get(BundleLayout.MANIFEST));
    files.put(BundleLayout.SIGNATURE, bundle.get(BundleLayout.SIGNATURE));
    if (files.equals(bundle)) return;
    VerificationReport report = BundleVerifier.verify(files, Trust.NONE);
    boolean onlyTheManifest = tampering.code().equals("log_differs");
    assertThat(report.failed())
        .isEqualTo(onlyTheManifest ? Optional.empty() : Optional.of(Check.MANIFEST));
  }

  @Test
  void shouldRefuseACheckpointOlderThanTheOneTheAuditorHolds() throws Exception {
    SignedNote held = fixture.checkpointer.log().latest().orElseThrow();
    fixture.finished(3);
    fixture.export(List.of(new RunId("run-2026-06-17-legal-0000000003")));
    SignedNote newer = fixture.checkpointer.log().latest().orElseThrow();
    assertThat(since(held).findings()).isEmpty();
    assertNamed(new Tampering("", _ -> {}, Check.CONSISTENCY, "checkpoint_stale", 7), since(newer));
    Path bundles = Files.write(dir.resolve("stale.zip"), DeterministicZip.write(bundle));
    assertThat(PythonVerifier.reasons(List.of(bundles), "--since", dir.resolve("since").toString()))
        .containsEntry(bundles.toString(), 7);
  }

  private static VerificationReport since(SignedNote held) throws Exception {
    Path file = Files.write(dir.resolve("since"), held.format().getBytes(StandardCharsets.UTF_8));
    return BundleVerifier.verify(
        bundle, TrustFiles.read(Optional.empty(), Optional.empty(), Optional.of(file), List.of()));
  }

  @Test
  void shouldGetTheSameReasonFromTheSecondVerifier() throws Exception {
    Map<String, Integer> expected = new TreeMap<>();
    int number = 0;
    for (Tampering tampering : Tampering.all()) {
      Path file = dir.resolve("tampered-%02d.zip".formatted(number++));
      Files.write(file, DeterministicZip.write(tampered(tampering)));
      expected.put(file.toString(), tampering.python());
    }
    Path good = Files.write(dir.resolve("good.zip"), DeterministicZip.write(bundle));
    expected.put(good.toString(), 0);
    Path alone = Files.write(dir.resolve("older.zip"), DeterministicZip.write(older));
    expected.put(alone.toString(), 0);
    var bundles = expected.keySet().stream().map(Path::of).toList();
    assertThat(PythonVerifier.reasons(bundles, "--witness", dir.resolve("witness").toString()))
        .containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void shouldBeFoundByTheSecondVerifiersRulesToo() throws Exception {
    Map<String, Integer> expected = new TreeMap<>();
    for (Tampering tampering : Tampering.ofTheKeyHolder()) {
      Path file = dir.resolve("resigned-%d.zip".formatted(expected.size()));
      Files.write(file, DeterministicZip.write(tampered(tampering)));
      expected.put(file.toString(), tampering.python());
    }
    assertThat(PythonVerifier.reasons(expected.keySet().stream().map(Path::of).toList()))
        .isEqualTo(expected);
  }
}
