package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server, killed at any time; {@code scripts/crash} does the same at length. */
class ServedCrashTest {
  private static final int AT_ONCE = 20;
  private static final int RUNS = 30;

  @TempDir Path folder;

  @Test
  void shouldKeepEveryPromiseAcrossKills() throws Exception {
    // given a server with runs in flight, when it is killed three times
    Verdict verdict =
        new CrashCampaign(3, AT_ONCE, 7, _ -> {})
            .run(folder, ServedProgram.with("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    // then all that was acknowledged has happened, once
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.killsWithWork()).isPositive();
    assertThat(verdict.succeeded()).isEqualTo(RUNS);
    assertThat(verdict.whole()).isEqualTo(RUNS);
    assertThat(verdict.effects().distinct()).isEqualTo(verdict.effects().expected());
    assertThat(verdict.effects().versions()).isEqualTo(CrashJobs.count(CrashJobs.PUBLISH, RUNS));
    assertThat(verdict.effects().tickets()).isEqualTo(CrashJobs.count(CrashJobs.TICKET, RUNS));
  }
}
