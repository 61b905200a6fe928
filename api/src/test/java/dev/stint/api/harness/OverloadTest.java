package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overload is answered, not suffered; {@code scripts/bench overload} does the same at length. */
class OverloadTest {
  private static final long MOST_RESIDENT_MIB = 640;

  @TempDir Path folder;

  @Test
  void shouldRefuseWithATimeToComeBackAndFinishWhatItAccepted() throws Exception {
    // given a server with room for 72 runs, when 32 clients press it
    Overload.Result result =
        new Overload()
            .run(
                folder,
                ServedProgram.with("-Xmx192m", "-XX:TieredStopAtLevel=1"),
                32,
                Duration.ofSeconds(4));
    // then it accepts some, refuses the others in good order, and answers everybody
    assertThat(result.count(202)).isPositive();
    assertThat(result.count(429) + result.count(503)).isPositive();
    assertThat(result.answers().keySet()).isSubsetOf(202, 429, 503);
    assertThat(result.withoutRetryAfter()).isZero();
    assertThat(result.broken()).isZero();
    // and keeps what it promised, in bounded memory
    assertThat(result.succeeded()).isEqualTo(result.accepted());
    assertThat(result.accepted()).isEqualTo((int) result.count(202));
    assertThat(result.mostRss(true)).isLessThan(MOST_RESIDENT_MIB);
  }
}
