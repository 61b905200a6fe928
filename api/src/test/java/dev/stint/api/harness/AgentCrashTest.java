package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(otherVerifier()).isZero();
    assertThat(verdict.billed()).isEqualTo(verdict.recorded());
  }

  /** The exit code of the verifier that shares no code with the product. */
  private int otherVerifier() throws Exception {
    Path script = Path.of("../scripts/verify_bundle.py");
    return new ProcessBuilder("python3", script.toString(), folder.resolve("bundle.zip").toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
