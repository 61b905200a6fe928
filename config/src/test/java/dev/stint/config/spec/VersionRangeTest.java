package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
  @ParameterizedTest
  @CsvSource({
    "^1,1.0.0,true",
    "^1,1.9.9,true",
    "^1,2.0.0,false",
    "^1.2,1.1.9,false",
    "^1.2,1.2.0,true",
    "^0.2,0.2.5,true",
    "^0.2,0.3.0,false",
    "^0.0.3,0.0.3,true",
    "^0.0.3,0.0.4,false",
    "~1.2,1.2.9,true",
    "~1.2,1.3.0,false",
    "~1.2.3,1.2.2,false",
    "1.2.3,1.2.3,true",
    "1.2.3,1.2.4,false",
    "1,1.5.0,true",
    "*,7.0.0,true",
    "^1,1.0.0-rc1,false",
    "^1,banana,false"
  })
  void shouldMatchAsNpmDoes(String range, String version, boolean expected) {
    assertThat(VersionRange.parse(range).orElseThrow().matches(version)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "^", "latest", "^1.x", ">=1", "1.2.3.4", "^ 1"})
  void shouldRefuseOtherRanges(String range) {
    assertThat(VersionRange.parse(range)).isEmpty();
  }

  @Property
  void shouldAdmitEveryLaterVersionOfTheSameMajor(
      @ForAll @IntRange(min = 1, max = 99) int major,
      @ForAll @IntRange(min = 0, max = 99) int minor,
      @ForAll @IntRange(min = 0, max = 99) int patch,
      @ForAll @IntRange(min = 0, max = 99) int more) {
    var range = VersionRange.parse("^" + major + "." + minor + "." + patch).orElseThrow();
    assertThat(range.matches(major + "." + (minor + more) + "." + (patch + more))).isTrue();
    assertThat(range.matches((major + 1) + "." + minor + "." + patch)).isFalse();
    assertThat(range.matches((major - 1) + "." + (minor + more) + "." + patch)).isFalse();
  }
}
