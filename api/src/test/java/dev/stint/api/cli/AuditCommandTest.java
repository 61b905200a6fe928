package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job's record, taken away and checked. */
class AuditCommandTest {
  private static final String SAMPLE = "../samples/monthly_compliance_report";
  private static final Path SECOND = Path.of("../scripts/verify_bundle.py");

  @TempDir Path folder;

  private CommandLineRun stint(String... args) {
    return CommandLineRun.of(folder.resolve("data"), args);
  }

  @Test
  void shouldExportTheMainJobForBothVerifiers() throws Exception {
    JsonNode run = stint("run", SAMPLE, "--approve-as", "compliance-lead", "-o", "json").json();
    Path bundle = folder.resolve("bundle.zip");
    CommandLineRun exported =
        stint("audit", "export", run.path("run_id").asText(), "-f", bundle.toString());
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(exported.out()).contains("Check it with: stint audit verify");

    CommandLineRun verified = stint("audit", "verify", bundle.toString());
    assertThat(verified.exit()).as(verified.out()).isZero();
    assertThat(verified.out()).contains("what is NOT proven", "no witness was asked", "verified: ");
    JsonNode report = stint("audit", "verify", bundle.toString(), "-o", "json").json();
    assertThat(report.path("verified").asBoolean()).isTrue();
    assertThat(report.path("checks")).hasSize(14);

    Process second =
        new ProcessBuilder("python3", "-B", SECOND.toString(), bundle.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(second.waitFor()).as(said).isZero();

    byte[] bytes = Files.readAllBytes(bundle);
    JsonNode parts = Json.parse(new String(DeterministicZip.read(bytes).get(BundleLayout.PARTS)));
    assertThat(parts.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(parts.path("components").findValuesAsText("name"))
        .contains("stint-runtime", "pekko-actor-typed_2.13", "jackson-databind");
    bytes[bytes.length / 2] ^= 1;
    Files.write(bundle, bytes);
    CommandLineRun tampered = stint("audit", "verify", bundle.toString());
    assertThat(tampered.exit()).isEqualTo(12);
    assertThat(tampered.out()).contains("NOT VERIFIED: reason 1");
  }

  @Test
  void shouldSayThatNobodyElseKeepsTheLog() {
    CommandLineRun status = stint("audit", "status");
    assertThat(status.exit()).isZero();
    assertThat(status.out()).contains("witness   none", "could rewrite the log unseen");
  }

  @Test
  void shouldSayWhatIsMissing() {
    CommandLineRun none = stint("audit", "verify", folder.resolve("none.zip").toString());
    assertThat(none.exit()).isEqualTo(5);
    assertThat(none.err()).contains("there is no bundle");
    CommandLineRun witness =
        stint("audit", "verify", "x.zip", "--witness", folder.resolve("nowhere").toString());
    assertThat(witness.exit()).isEqualTo(2);
    assertThat(witness.err()).contains("--witness: expected a folder of checkpoints");
  }
}
