package dev.stint.config.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.text.Position;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {
  private static final JsonNode SCHEMA =
      Json.parse(
          "{\"properties\":{\"pages\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"},"
              + "\"rate\":{\"type\":\"number\"},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}");
  private static final JsonNode SCOPE =
      Json.parse(
          "{\"inputs\":{\"pages\":3,\"name\":\"x ${{ run.id }}\",\"rate\":2,\"tags\":[\"a\",\"b\"]},"
              + "\"steps\":{\"s\":{\"n\":3,\"d\":3.0,\"half\":0.5,\"zero\":0.0,\"none\":null,\"items\":[{\"t\":1},{\"t\":2}],"
              + "\"big\":9223372036854775808}},"
              + "\"run\":{\"id\":\"r1\",\"submittedAt\":\"2026-01-31T23:30:00-05:00\"}}");
  private static final Scope IN = new Scope(Set.of("s"), Set.of("s"), true, true);

  private final Expressions expressions = Expressions.over(SCHEMA);

  private JsonNode value(String source) {
    var expression = new Expression(source, Position.START);
    assertThat(expressions.check(expression, IN, Expected.ANY)).as(source).isEmpty();
    return expressions.evaluate(expression, SCOPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          inputs.pages + 1                       | 4
          steps.s.n == steps.s.d                 | true
          steps.s.n < 3.5                        | true
          steps.s.n + 1.5                        | 4.5
          1.5 - steps.s.n                        | -1.5
          inputs.rate * steps.s.half             | 1
          steps.s.n / 2                          | 1.5
          steps.s.d / 2                          | 1.5
          inputs.pages / 2 * 2                   | 3
          int(steps.s.n / 2)                     | 1
          steps.s.items[int(4 / 4)].t            | 2
          6 / 3 % 2                              | 0
          steps.s.d % 2                          | 1
          string(steps.s.d)                      | "3"
          steps.s.none == null                   | true
          steps.s.none                           | null
          steps.s.items                          | [{"t":1},{"t":2}]
          steps.s.items.map(i, i.t * 2)          | [2,4]
          steps.s.items.filter(i, i.t > 1).size() | 1
          steps['s']['n']                        | 3
          has(steps.s.nothing)                   | false
          {'a': [1, 2.5], 'b': inputs.name}      | {"a":[1,2.5],"b":"x ${{ run.id }}"}
          month(run.submittedAt, 0)              | "2026-02"
          month(run.submittedAt, -2)             | "2025-12"
          inputs.tags.join('-')                  | "a-b"
          'a.b'.replace('.', '::')               | "a::b"
          'A b'.lowerAscii().split(' ')          | ["a","b"]
          'abc'.matches('^a+b')                  | true
          inputs                                 | {"pages":3,"name":"x ${{ run.id }}","rate":2,"tags":["a","b"]}
          """)
  void shouldEvaluate(String source, String json) {
    assertThat(CanonicalJson.text(value(source))).isEqualTo(CanonicalJson.text(Json.parse(json)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          steps.s.missing            | value_missing      | steps.s has no "missing", it has n, d, half, zero, none, items, big
          steps.s.n.deeper           | value_missing      | steps.s.n has no "deeper", it is a number
          steps.s.items[7]           | index_out_of_range | 7
          steps.s.n + inputs.name    | type_mismatch      | string(...)
          steps.s.n % steps.s.half   | type_mismatch      | int(...)
          1.5 / steps.s.zero         | divide_by_zero     | zero
          inputs.pages / 0           | divide_by_zero     | zero
          9223372036854775807 + inputs.pages | number_overflow | overflow
          steps.s.big                | number_overflow    | 64 bits
          timestamp(run.submittedAt) | result_not_json    | string(...)
          month(inputs.name, 1)      | bad_argument       | RFC 3339
          """)
  void shouldSayWhyThereIsNoValue(String source, String code, String words) {
    assertThatThrownBy(() -> value(source))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining("${{ " + source + " }} at 1:1")
        .hasMessageContaining(words);
  }

  /** What was decided live must be decided again from the record, which is canonical JSON. */
  @Property(tries = 100)
  void shouldMeanTheSameBeforeAndAfterARecord(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @IntRange(min = -1000, max = 1000) int b) {
    var live = (ObjectNode) SCOPE.deepCopy();
    var values = (ObjectNode) live.at("/steps/s");
    values.set("n", DecimalNode.valueOf(BigDecimal.valueOf(a)));
    values.set("d", DecimalNode.valueOf(BigDecimal.valueOf(b).setScale(1)));
    values.remove("big");
    JsonNode recorded = Json.parse(CanonicalJson.text(live));
    for (String operator : List.of("+", "-", "*", "/", "<", "==")) {
      for (String source :
          List.of("steps.s.n OP steps.s.d", "steps.s.d OP inputs.pages", "2 OP steps.s.n")) {
        String written = source.replace("OP", operator);
        assertThat(outcome(written, live)).as(written).isEqualTo(outcome(written, recorded));
      }
    }
  }

  private String outcome(String source, JsonNode scope) {
    var expression = new Expression(source, Position.START);
    assertThat(expressions.check(expression, IN, Expected.ANY)).as(source).isEmpty();
    try {
      return CanonicalJson.text(expressions.evaluate(expression, scope));
    } catch (ExpressionException e) {
      return e.code();
    }
  }

  @Test
  void shouldBoundWorkAndResults() {
    String list = IntStream.range(0, 50).mapToObj(String::valueOf).toList().toString();
    String nested = "L.all(a, L.all(b, L.all(c, L.all(d, true))))".replace("L", list);
    assertThatThrownBy(() -> value(nested))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.code()).isEqualTo("too_much_work"));
    String copies = "L.map(a, L.map(b, inputs.name + '" + "x".repeat(900) + "'))";
    String grown = copies.replace("L", list);
    assertThatThrownBy(() -> value(grown))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.code()).isEqualTo("result_too_large"));
    assertThatThrownBy(() ->
            value(
                "'"
                    + "a".repeat(900)
                    + "'.replace('a', '"
                    + "b".repeat(900)
                    + "').replace('b', 'cc')"))
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.code()).isEqualTo("result_too_large"));
  }

  @Test
  void shouldNeverReadAResultAsATemplateAgain() {
    var expression = new Expression("inputs.name", Position.START);
    assertThat(expressions.check(expression, IN, Expected.TEXT)).isEmpty();
    var text =
        new Template.Mixed(
            List.of(new Template.Part.Text("> "), new Template.Part.Value(expression)));
    assertThat(expressions.evaluate(text, SCOPE).textValue()).isEqualTo("> x ${{ run.id }}");
  }

  @Test
  void shouldTypeInputsFromTheSchema() {
    var wrong = new Expression("inputs.pages > 'x'", Position.START);
    assertThat(expressions.check(wrong, IN, Expected.BOOL))
        .singleElement()
        .satisfies(p -> {
          assertThat(p.offset()).isEqualTo(13);
          assertThat(p.message()).isEqualTo("\">\" cannot be applied to (int, string)");
        });
    assertThat(
            expressions.check(new Expression("inputs.rate > 1", Position.START), IN, Expected.BOOL))
        .isEmpty();
  }

  @Test
  void shouldLetMacroVariablesShadowNothing() {
    var expression = new Expression("inputs.tags.all(steps, steps == 'a')", Position.START);
    assertThat(expressions.check(expression, IN, Expected.BOOL)).isEmpty();
    assertThat(expressions.reads(expression)).isEmpty();
  }

  @Property(tries = 500)
  void shouldAnswerForAnyText(@ForAll String source) {
    var problems = expressions.check(new Expression(source, Position.START), IN, Expected.ANY);
    problems.forEach(p -> assertThat(p.offset()).isBetween(0, source.length()));
  }

  @Property(tries = 500)
  void shouldSplitTextAndLoseNothing(@ForAll String before, @ForAll String after)
      throws TemplateText.UnclosedException {
    String left = before.replace("$", "");
    String right = after.replace("$", "");
    var pieces = TemplateText.split(left + "${{ {'a': {'}}': 1}} }}" + right);
    var code = pieces.stream().filter(TemplateText.Piece.Code.class::isInstance).toList();
    assertThat(code)
        .containsExactly(new TemplateText.Piece.Code("{'a': {'}}': 1}}", left.length() + 4));
  }

  @Test
  void shouldLeaveEscapedBracesAlone() throws TemplateText.UnclosedException {
    assertThat(TemplateText.split("a $${{ b }}"))
        .containsExactly(new TemplateText.Piece.Plain("a ${{ b }}"));
  }
}
