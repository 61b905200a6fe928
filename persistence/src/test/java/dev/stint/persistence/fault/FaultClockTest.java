package dev.stint.persistence.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultClockTest {
  @TempDir Path folder;

  private Path says(Duration off) throws IOException {
    Path fresh = Files.writeString(folder.resolve("clock.new"), off.toMillis() + "\n");
    return Files.move(
        fresh,
        folder.resolve("clock"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static void isOff(InstantSource clock, Duration off) {
    assertThat(clock.instant()).isCloseTo(Instant.now().plus(off), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void shouldBeTheSystemsClockWhenNobodyAskedForAnother() {
    assertThat(FaultClock.node()).isSameAs(FaultClock.of("")).isEqualTo(InstantSource.system());
    isOff(FaultClock.node(), Duration.ZERO);
  }

  @Test
  void shouldBeOffFromTheStartByWhatTheFileSays() throws IOException {
    isOff(FaultClock.of(says(Duration.ofDays(3)).toString()), Duration.ofDays(3));
  }

  @Test
  void shouldJumpForthAndBackWithTheFile() throws IOException {
    // given
    InstantSource clock = FaultClock.of(says(Duration.ZERO).toString());
    // when, then
    says(Duration.ofHours(1));
    await().untilAsserted(() -> isOff(clock, Duration.ofHours(1)));
    says(Duration.ofHours(-2));
    await().untilAsserted(() -> isOff(clock, Duration.ofHours(-2)));
  }

  @Test
  void shouldNotStartWithoutItsFile() {
    assertThatThrownBy(() -> FaultClock.of(folder.resolve("none").toString()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }
}
