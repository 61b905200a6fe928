package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetrySpecTest {
  @Test
  void shouldDoubleTheWait() {
    assertThat(RetrySpec.DEFAULT.delay(0)).isZero();
    assertThat(RetrySpec.DEFAULT.delay(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(RetrySpec.DEFAULT.delay(3)).isEqualTo(Duration.ofSeconds(8));
    assertThat(RetrySpec.DEFAULT.delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void shouldHoldTheCapWhereDoublingWouldOverflow() {
    var week = Duration.ofDays(7);
    var retry =
        new RetrySpec(
            100,
            RetrySpec.Backoff.EXPONENTIAL,
            Duration.ofDays(1),
            0,
            week,
            RetrySpec.OnExhausted.FAIL);
    assertThat(retry.delay(3)).isEqualTo(Duration.ofDays(4));
    for (int failures = 4; failures <= 100; failures++) {
      assertThat(retry.delay(failures)).isEqualTo(week);
    }
  }

  @Property
  void shouldGrowAndNeverExceedTheCap(
      @ForAll @IntRange(min = 0, max = 100) int failures,
      @ForAll @LongRange(min = 0, max = 86_400_000) long initial,
      @ForAll @LongRange(min = 1, max = 604_800_000) long cap,
      @ForAll @DoubleRange(min = 0, max = 1) double chance,
      @ForAll RetrySpec.Backoff backoff) {
    var retry =
        new RetrySpec(
            3,
            backoff,
            Duration.ofMillis(initial),
            0.5,
            Duration.ofMillis(cap),
            RetrySpec.OnExhausted.FAIL);
    assertThat(retry.delay(failures)).isLessThanOrEqualTo(retry.delay(failures + 1));
    assertThat(retry.delay(failures)).isBetween(Duration.ZERO, Duration.ofMillis(cap));
    assertThat(retry.delay(failures, chance)).isBetween(Duration.ZERO, Duration.ofMillis(cap));
  }
}
