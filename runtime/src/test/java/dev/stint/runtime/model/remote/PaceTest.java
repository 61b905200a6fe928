package dev.stint.runtime.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration ANY = Duration.ofHours(1);

  private static long seconds(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Test
  void shouldSpreadCallsAfterTheFirstFew() {
    var pace = new Pace(60, 0); // six at once

    for (int i = 0; i < 6; i++) assertThat(pace.take(0, ANY)).as("call %d", i).isZero();
    assertThat(pace.take(0, ANY)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.take(0, ANY)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void shouldLetNoMoreThroughInAMinuteThanTheLimitAndTheFirstFew() {
    var pace = new Pace(30, 0);
    int calls = 0;
    for (double at = 0; at < 60; at += 0.1) {
      if (pace.take(seconds(at), Duration.ZERO).isZero()) calls++;
    }

    assertThat(calls).isBetween(30, 32);
  }

  @Test
  void shouldTakeNothingWhenTheWaitIsTooLong() {
    var pace = new Pace(1, 0);
    pace.take(0, ANY);

    assertThat(pace.take(0, Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(1));
    assertThat(pace.take(0, ANY)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void shouldHoldEverybodyBack() {
    var pace = new Pace(0, 0);
    assertThat(pace.take(0, ANY)).isZero();

    pace.holdBack(0, Duration.ofSeconds(7));

    assertThat(pace.take(seconds(2), ANY)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pace.take(seconds(8), ANY)).isZero();
  }
}
