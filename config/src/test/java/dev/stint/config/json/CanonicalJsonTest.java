package dev.stint.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DoubleNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @Test
  void shouldSortKeysAndDropWhitespace() {
    assertThat(CanonicalJson.text(Json.parse("{ \"b\": [1, true, null], \"a\": \"x\" }")))
        .isEqualTo("{\"a\":\"x\",\"b\":[1,true,null]}");
  }

  @Test
  void shouldEscapeOnlyWhatRfc8785Escapes() {
    String input = "{\"k\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}";
    assertThat(CanonicalJson.text(Json.parse(input)))
        .isEqualTo("{\"k\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0,0",
    "-0.0,0",
    "4.50,4.5",
    "2e-3,0.002",
    "1E30,1e+30",
    "333333333.33333329,333333333.3333333",
    "1e-27,1e-27",
    "0.000001,0.000001",
    "1e21,1e+21",
    "1e20,100000000000000000000",
    "5e-324,5e-324"
  })
  void shouldWriteNumbersAsEcmaScriptDoes(double number, String expected) {
    assertThat(CanonicalJson.text(DoubleNode.valueOf(number))).isEqualTo(expected);
  }

  @Test
  void shouldRefuseIntegersThatDoublesCannotHold() {
    assertThatThrownBy(() -> CanonicalJson.text(Json.parse("9007199254740993")))
        .hasMessageContaining("write it as a string");
  }

  @Test
  void shouldRefuseDuplicateKeysAndTrailingText() {
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> Json.parse("{} x")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e9999",
        "-1e999999999",
        "1e-999999999",
        "\"\\ud800\"",
        "{\"\\udc00\":1}",
        "NaN",
        "[1e400]"
      })
  void shouldRefuseWhatHasNoCanonicalForm(String json) {
    assertThatThrownBy(() -> Json.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not valid JSON");
  }

  @Test
  void shouldBuildNumbersEqualToThoseItReads() {
    assertThat(Json.number(7)).isEqualTo(Json.parse("7"));
    assertThat(Json.number(1L << 40)).isEqualTo(Json.parse("1099511627776"));
    assertThat(Json.number(2.5)).isEqualTo(Json.parse("2.5"));
    assertThat(Json.number(3.0)).isEqualTo(Json.parse("3"));
  }

  @Property
  void shouldReadBackEveryNumberItWrites(@ForAll double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) return;
    assertThat(Double.parseDouble(CanonicalJson.ecmaScript(number))).isEqualTo(number + 0.0);
  }
}
