package dev.stint.config.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @Test
  void shouldReadWhatItWrites() {
    // given times between the years 0 and 9999
    Random random = new Random(7);
    long first = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    for (int i = 0; i < 10_000; i++) {
      Instant at = Instant.ofEpochMilli(random.nextLong(first, last + 1));
      // when, then
      assertThat(Timestamps.parse(Timestamps.text(at))).isEqualTo(at);
    }
  }

  @Test
  void shouldWriteWhatTheStandardWrites() {
    var standard =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      // between the years -1200 and 12000
      Instant at = Instant.ofEpochSecond(random.nextLong(-100_000_000_000L, 316_000_000_000L), i);
      assertThat(Timestamps.text(at)).isEqualTo(standard.format(at));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-06-17T06:00:00Z",
        "2026-06-17T06:00:00.123456Z",
        "2026-06-17T24:00:00.000Z",
        "2016-12-31T23:59:60.000Z",
        "2024-02-29T00:00:00.001Z"
      })
  void shouldReadWhatTheStandardReads(String text) {
    assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-29T00:00:00.000Z",
        "2026-13-01T00:00:00.000Z",
        "2026-06-17 06:00:00.000Z",
        "2026-06-17T06:00:00.000+",
        "2026-06-17T25:00:00.000Z",
        "2026-06-17T06:60:00.000Z",
        "٢٠٢٦-06-17T06:00:00.000Z",
        ""
      })
  void shouldRefuseWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
