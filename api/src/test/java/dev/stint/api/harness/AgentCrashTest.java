package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/crash --agent}: real processes, a real journal, SIGKILL. */
class AgentCrashTest {
  @TempDir Path folder;

  @Test
  void shouldRepeatNoFinishedCallAndBeBilledOnceWhenItsNodeIsKilled() throws Exception {
    AgentCrash.Verdict verdict = new AgentCrash(folder, 24, 2, 4711).run();

    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.killed()).isEqualTo(2);
    assertThat(verdict.calls()).isEqualTo(48);
    assertThat(otherVerifier()).contains("verified: ").endsWith("exit 0");
    assertThat(verdict.billed()).isEqualTo(verdict.recorded());
  }

  /** What the verifier that shares no code with the product says, and how it ends. */
  private String otherVerifier() throws Exception {
    Path script = Path.of("../scripts/verify_bundle.py");
    Process process =
        new ProcessBuilder("python3", script.toString(), folder.resolve("bundle.zip").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + "exit " + process.waitFor();
  }
}
