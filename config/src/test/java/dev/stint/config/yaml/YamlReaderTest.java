package dev.stint.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes from outside is read within limits or refused with its place (B5, B6). */
class YamlReaderTest {
  private static YamlDocument read(String text) {
    return YamlReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String bomb() {
    var text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 12; i++) {
      text.append(
          "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
    }
    return text.toString();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(bomb(), "2:10 yaml_forbidden"),
        Arguments.of("a: &a [*a]", "1:8 yaml_forbidden"),
        Arguments.of("a: &a 1\nb: [" + "*a, ".repeat(21) + "1]", "2:85 yaml_forbidden"),
        Arguments.of("a: !!java.lang.Runtime {}", "1:4 yaml_forbidden"),
        Arguments.of("a: !x 1", "1:4 yaml_forbidden"),
        Arguments.of("a: &a {x: 1}\nb: {<<: *a}", "2:5 yaml_forbidden"),
        Arguments.of("? [a]\n: 1", "1:3 yaml_forbidden"),
        Arguments.of("a: " + "[".repeat(70) + "]".repeat(70), "1:68 yaml_forbidden"),
        Arguments.of("[".repeat(100_000), "1:66 yaml_forbidden"),
        Arguments.of("a: 1\n---\nb: 2", "2:1 yaml_invalid"),
        Arguments.of("a:\n\t- 1", "2:1 yaml_invalid"),
        Arguments.of("a: *nowhere", "1:4 yaml_invalid"),
        Arguments.of("", "1:1 yaml_invalid"),
        Arguments.of("a: \u0007", "1:1 yaml_invalid"),
        Arguments.of("a: \"\\ud800\"", "1:4 yaml_invalid"),
        Arguments.of("a: 1\na: 2", "2:1 duplicate_key"),
        Arguments.of("a: {b: 1, b: 2}", "1:11 duplicate_key"),
        Arguments.of("a: " + "x".repeat(300_000), "1:1 too_large"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void shouldRefuseWhatAJobHasNoUseFor(String text, String expected) {
    assertThat(read(text).problems())
        .extracting(p -> p.at() + " " + p.code())
        .containsExactly(expected);
  }

  @Test
  void shouldRefuseBytesThatAreNotUtf8() {
    var bytes = "a: 1\nb: ?".getBytes(StandardCharsets.ISO_8859_1);
    bytes[8] = (byte) 0xC3;
    assertThat(YamlReader.read(bytes).problems())
        .extracting(p -> p.at() + " " + p.code())
        .containsExactly("2:4 yaml_invalid");
    assertThat(YamlReader.read("a: 1".getBytes(StandardCharsets.UTF_16)).root()).isEmpty();
  }

  @Test
  void shouldAcceptAByteOrderMark() {
    assertThat(read("\uFEFFa: 1").root().orElseThrow().toJson()).isEqualTo(Json.parse("{\"a\":1}"));
  }

  @Test
  void shouldTypePlainScalarsByYaml12() {
    var json =
        read("{a: no, b: yes, c: 0o14, d: 1e3, e: ~, f: '1', g: 1.4.0, h: 10:00, i: 0x1F, j: -7, k: .5}")
            .root()
            .orElseThrow()
            .toJson();
    assertThat(json.toString())
        .isEqualTo(
            "{\"a\":\"no\",\"b\":\"yes\",\"c\":12,\"d\":1E+3,\"e\":null,\"f\":\"1\",\"g\":\"1.4.0\","
                + "\"h\":\"10:00\",\"i\":31,\"j\":-7,\"k\":0.5}");
  }

  @Test
  void shouldReadJson() {
    String json = "{\"a\": [1, true, null, \"x\\ny\"], \"b\": {\"c\": -1.5}}";
    assertThat(read(json).root().orElseThrow().toJson()).isEqualTo(Json.parse(json));
  }

  @Test
  void shouldExpandPlainAliases() {
    assertThat(read("a: &a {x: 1}\nb: *a").root().orElseThrow().toJson())
        .isEqualTo(Json.parse("{\"a\":{\"x\":1},\"b\":{\"x\":1}}"));
  }

  @Test
  void shouldKnowWhereEachCharacterOfAScalarStands() {
    String text =
        "plain: abc def\nquoted: 'abc def'\nblock: |\n    abc\n    def\nesc: \"a\\tbc\"\n";
    var map = (YamlMap) read(text).root().orElseThrow();
    assertThat(place(map, "plain", "def")).isEqualTo("1:12");
    assertThat(place(map, "quoted", "def")).isEqualTo("2:14");
    assertThat(place(map, "block", "def")).isEqualTo("5:5");
    assertThat(place(map, "esc", "bc")).isEqualTo("6:6"); // the scalar's start, not a guess
  }

  @Property(tries = 500)
  void shouldAnswerForAnyText(@ForAll String text) {
    var document = read(text);
    assertThat(document.root().isPresent() || !document.problems().isEmpty()).isTrue();
  }

  @Property(tries = 300)
  void shouldAnswerForAnyBytes(@ForAll byte[] bytes) {
    var document = YamlReader.read(bytes);
    assertThat(document.root().isPresent() || !document.problems().isEmpty()).isTrue();
  }

  @Test
  void shouldRefuseManyKeysQuickly() {
    var text = new StringBuilder();
    IntStream.range(0, 20_000).forEach(i -> text.append("k").append(i).append(": 1\n"));
    assertThat(read(text.toString()).problems()).isEmpty();
  }

  private static String place(YamlMap map, String key, String part) {
    var scalar = (YamlScalar) map.get(key).orElseThrow();
    return scalar.positionOf(scalar.text().indexOf(part)).toString();
  }
}
