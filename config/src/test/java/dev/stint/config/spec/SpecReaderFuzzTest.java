package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/**
 * Whatever a spec has become, the reader answers, in order, within its cap, and inside the file.
 */
class SpecReaderFuzzTest {
  private static final String[] SPLICES = {
    "null", "[]", "{}", "7", "true", "''", "${{", "}}", ": ", "- ", "\n", "*a", "&a ", "!t ", "~",
    "-1", "1e9999", ".nan", "\"", "'", "|", ">", "#", "%", "@", "`", "\u0000", "\uD83D", "\u202E",
    "<<: *a"
  };

  @Property(tries = 400)
  void shouldAnswerForAnyDamage(
      @ForAll @IntRange(min = 0, max = 4_300) int at,
      @ForAll @IntRange(min = 0, max = 12) int cut,
      @ForAll @IntRange(min = 0, max = 29) int splice)
      throws BundleException {
    answers(at, cut, SPLICES[splice]);
  }

  @Property(tries = 200)
  void shouldAnswerForAnyText(
      @ForAll @IntRange(min = 0, max = 4_300) int at,
      @ForAll @IntRange(min = 0, max = 40) int cut,
      @ForAll @StringLength(max = 20) String text)
      throws BundleException {
    answers(at, cut, text);
  }

  private static void answers(int at, int cut, String text) throws BundleException {
    var files = new TreeMap<>(JobBundle.load(Jobs.monthly()).files());
    String spec = new String(files.get(JobBundle.SPEC), StandardCharsets.UTF_8);
    int from = Math.min(at, spec.length());
    int to = Math.min(from + cut, spec.length());
    String damaged = spec.substring(0, from) + text + spec.substring(to);
    files.put(JobBundle.SPEC, damaged.getBytes(StandardCharsets.UTF_8));

    var problems = Jobs.problems(SpecReader.read(JobBundle.of(files)));

    long lines = damaged.chars().filter(c -> c == '\n' || c == '\r' || c == 0x85).count() + 1;
    assertThat(problems).hasSizeLessThanOrEqualTo(50).isSortedAccordingTo(SpecProblem.BY_PLACE);
    assertThat(problems)
        .filteredOn(p -> p.file().equals(JobBundle.SPEC))
        .allSatisfy(p -> assertThat((long) p.line()).isBetween(1L, lines + 2));
  }
}
