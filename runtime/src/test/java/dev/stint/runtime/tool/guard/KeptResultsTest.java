package dev.stint.runtime.tool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeptResultsTest {
  private static final Instant NOW = Instant.parse("2026-06-17T06:00:00Z");
  private final KeptResults results = new KeptResults(10_000);

  @Test
  void shouldFindAResultUntilItIsTooOld() {
    results.keep("call", TextNode.valueOf("x"), 3, NOW);

    assertThat(results.find("call", Duration.ofMinutes(1), NOW.plusSeconds(60))).isPresent();
    assertThat(results.find("call", Duration.ofMinutes(1), NOW.plusSeconds(61))).isEmpty();
  }

  @Test
  void shouldStayWithinItsBytesAndForgetWhatWasLongestUnused() {
    for (int i = 0; i < 100; i++) {
      results.keep("call " + i, TextNode.valueOf("x".repeat(1_000)), 0, NOW);
      results.find("call 0", Duration.ofMinutes(1), NOW);
    }

    assertThat(results.find("call 0", Duration.ofMinutes(1), NOW)).isPresent();
    assertThat(results.find("call 1", Duration.ofMinutes(1), NOW)).isEmpty();
    assertThat(results.find("call 99", Duration.ofMinutes(1), NOW)).isPresent();
  }

  @Test
  void shouldNotKeepWhatWouldPushEverythingElseOut() {
    results.keep("large", TextNode.valueOf("x".repeat(5_000)), 0, NOW);

    assertThat(results.find("large", Duration.ofMinutes(1), NOW)).isEmpty();
  }
}
