package dev.stint.runtime.tool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallRatesTest {
  private static final Instant START = Instant.parse("2026-06-17T06:00:00Z");

  @Test
  void shouldNeverLetMoreThroughInAnyStretchOfTime() {
    CallRates rates = new CallRates();
    RateLimit limit = new RateLimit(5, Duration.ofSeconds(10));
    Random random = new Random(7);
    List<Instant> made = new ArrayList<>();
    Instant now = START;
    for (int i = 0; i < 5_000; i++) {
      now = now.plusMillis(random.nextInt(1_500));
      if (rates.take("job tool", limit, now).isZero()) made.add(now);
    }
    for (int i = 5; i < made.size(); i++) {
      assertThat(Duration.between(made.get(i - 5), made.get(i)))
          .isGreaterThanOrEqualTo(limit.per());
    }
    assertThat(made).hasSizeGreaterThan(1_000);
  }

  @Test
  void shouldSayHowLongToWait() {
    CallRates rates = new CallRates();
    RateLimit limit = new RateLimit(1, Duration.ofSeconds(10));
    rates.take("a", limit, START);

    assertThat(rates.take("a", limit, START.plusSeconds(4))).isEqualTo(Duration.ofSeconds(6));
    assertThat(rates.take("b", limit, START.plusSeconds(4))).isZero();
  }

  @Test
  void shouldNotWaitForEverWhenTheClockIsSetBack() {
    CallRates rates = new CallRates();
    RateLimit limit = new RateLimit(1, Duration.ofSeconds(10));
    rates.take("a", limit, START);

    assertThat(rates.take("a", limit, START.minusSeconds(86_400)))
        .isEqualTo(Duration.ofSeconds(10));
  }
}
