package dev.stint.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Json;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemasTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"type":"integer"}                    | "secret"  | expected integer, found text of 6 characters
          {"type":["string","null"]}            | 1         | expected string, null, found an integer
          {"required":["a","b"]}                | {"a":1}   | missing "b"
          {"properties":{"name":{}},"additionalProperties":false} | {"nmae":1} | /nmae: unknown property "nmae" (did you mean "name"?)
          {"enum":["x","y"]}                    | "z"       | expected one of x, y, found text of 1 characters
          {"minimum":5}                         | 3         | expected a number from 5 up, found 3
          {"maxLength":2}                       | "abc"     | expected at most 2 characters, found text of 3 characters
          {"items":{"type":"string"}}           | ["a",1]   | /1: expected string, found an integer
          {"minItems":2}                        | [1]       | expected at least 2 items, found 1
          {"pattern":"^a"}                      | "b"       | expected text that matches ^a, found text of 1 characters
          {"anyOf":[{"type":"string"},{"type":"null"}]} | 1  | fits none or more than one of the allowed forms
          {"$ref":"#/definitions/t","definitions":{"t":{"type":"string"}}} | 1 | expected string, found an integer
          """)
  void shouldSayWhatWasExpectedAndFoundWithoutRepeatingTexts(
      String schema, String value, String problem) {
    assertThat(JsonSchemas.validate(Json.parse(schema), Json.parse(value)))
        .extracting(SchemaProblem::toString)
        .containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"strnig\"}",
        "{\"$ref\":\"http://127.0.0.1/x.json\"}",
        "{\"properties\":{\"a\":{\"$ref\":\"file:///etc/passwd\"}}}",
        "{\"$schema\":\"http://127.0.0.1/meta\"}",
        "{\"pattern\":\"(\"}",
        "{\"pattern\":\"(?=a)b\"}",
        "{\"patternProperties\":{\"(a+)+$\":{}}}",
        "{\"minimum\":\"x\"}",
        "7"
      })
  void shouldRefuseSchemasThatFetchOrMakeNoSense(String schema) {
    assertThat(JsonSchemas.check(Json.parse(schema))).isNotEmpty();
    assertThatThrownBy(() -> JsonSchemas.validate(Json.parse(schema), Json.parse("1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotTakeDataForKeywords() {
    assertThat(
            JsonSchemas.check(
                Json.parse(
                    "{\"enum\":[{\"$ref\":\"http://x\"}],\"properties\":{\"pattern\":{\"type\":\"string\"},\"$ref\":{\"type\":\"string\"}}}")))
        .isEmpty();
  }

  @Test
  void shouldMatchAWickedPatternInLinearTime() {
    var schema = Json.parse("{\"pattern\":\"^(a+)+$\"}");
    var value = Json.parse("\"" + "a".repeat(50_000) + "!\"");
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(30), () -> assertThat(JsonSchemas.validate(schema, value)).hasSize(1));
  }

  @Test
  void shouldValidateFromManyThreads() {
    var good = IntStream.range(0, 400).parallel().filter(JsonSchemasTest::isFine).count();
    assertThat(good).isEqualTo(400);
  }

  private static boolean isFine(int i) {
    var schema = Json.parse("{\"const\":" + i % 7 + "}");
    return JsonSchemas.validate(schema, Json.parse(String.valueOf(i % 7))).isEmpty()
        && JsonSchemas.validate(schema, Json.parse("99")).size() == 1;
  }
}
