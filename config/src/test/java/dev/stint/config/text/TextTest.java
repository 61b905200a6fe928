package dev.stint.config.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "30s,PT30S",
    "10m,PT10M",
    "1h30m,PT1H30M",
    "30d,PT720H",
    "250ms,PT0.25S",
    "PT90S,PT1M30S",
    "P2D,PT48H",
    "0s,PT0S",
    "1d1ms,PT24H0.001S"
  })
  void shouldReadDurationsAsPeopleWriteThem(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "m",
        "-5m",
        "1m1h",
        "1.5h",
        "5 m",
        "PT-5M",
        "99999d",
        "P1Y",
        "5M",
        "999999999999999999s",
        "1m1m"
      })
  void shouldRefuseOtherDurations(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected a duration");
  }

  @Property
  void shouldReadBackEveryDurationItPrints(
      @ForAll @LongRange(min = 0, max = 316_224_000_000L) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
  }

  @Property
  void shouldNotMindADurationsTextWhateverItIs(@ForAll String text) {
    try {
      assertThat(Durations.parse(text)).isBetween(Duration.ZERO, Durations.MAX);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("expected a duration");
    }
  }

  @Property(tries = 300)
  void shouldMeasureEditsAsADistance(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b) {
    int distance = NearestName.distance(a, b);
    assertThat(distance).isEqualTo(NearestName.distance(b, a));
    assertThat(distance == 0).isEqualTo(a.equals(b));
    assertThat(distance)
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
  }

  @Property(tries = 300)
  void shouldFindANameThatLostOneLetter(
      @ForAll @AlphaChars @StringLength(min = 4, max = 12) String name,
      @ForAll @LongRange(min = 0, max = 11) long at) {
    int i = (int) at % name.length();
    String slip = name.substring(0, i) + name.substring(i + 1);
    assertThat(NearestName.of(slip, List.of(name))).contains(name);
  }

  @Test
  void shouldSuggestNothingForWhatResemblesNothing() {
    assertThat(NearestName.of("quux", List.of("publish", "draft_report"))).isEmpty();
    assertThat(NearestName.of("dependOn", List.of("dependsOn", "when"))).contains("dependsOn");
    assertThat(NearestName.of("depends-on", List.of("dependsOn"))).contains("dependsOn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the task-force-reviewed-document-two stands",
        "risk-assessment-and-compliance-01",
        "ghp_short",
        "sk-only-letters-in-this-word"
      })
  void shouldNotTakeProseForASecret(String text) {
    assertThat(SecretScan.find(text)).isEmpty();
  }
}
