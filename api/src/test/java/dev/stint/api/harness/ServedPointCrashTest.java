package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.fault.FaultPoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that dies at named places; {@code scripts/crash --points} does so at length. */
class ServedPointCrashTest {
  private static final int AT_ONCE = 20;
  private static final int RUNS = 30;

  @TempDir Path folder;

  @Test
  void shouldKeepEveryPromiseWhereverItDies() throws Exception {
    // given a server that kills itself, once at each of the places around an effect
    List<FaultPoint> points =
        List.of(
            FaultPoint.AFTER_INTENT,
            FaultPoint.BEFORE_SEND,
            FaultPoint.AFTER_SEND,
            FaultPoint.BEFORE_OUTCOME,
            FaultPoint.BEFORE_FLUSH,
            FaultPoint.AFTER_FLUSH_BEFORE_ACK);
    Verdict verdict =
        new CrashCampaign(Blows.pointKills(points, 1, 7), AT_ONCE, 7, _ -> {})
            .run(folder, ServedProgram.with("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    // then all that was acknowledged has happened, once
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.struck()).allMatch(Struck::happened);
    assertThat(verdict.succeeded()).isEqualTo(verdict.expected()).isGreaterThanOrEqualTo(RUNS);
  }
}
