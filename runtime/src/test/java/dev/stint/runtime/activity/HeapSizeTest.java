package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** An estimate that a bound on the heap can rest on. */
class HeapSizeTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Test
  void shouldCountTheObjectsAroundASmallValue() {
    // A node, a linked map, its table of 16 references, an entry, a text of 24 and 24 bytes.
    assertThat(HeapSize.of(Json.parse("{\"id\":\"a\"}"))).isBetween(200L, 400L);
  }

  @Test
  void shouldCountTwoBytesACharacterOfATextThatNeedsThem() {
    long latin = HeapSize.of(JSON.textNode("e".repeat(1000)));
    assertThat(HeapSize.of(JSON.textNode("\u00e9".repeat(1000)))).isEqualTo(latin);
    assertThat(HeapSize.of(JSON.textNode("\u8a9e".repeat(1000)))).isEqualTo(latin + 1000);
  }

  @Test
  void shouldNotTakeBytesForANumber() {
    assertThat(HeapSize.of(JSON.binaryNode(new byte[1000]))).isGreaterThan(1000);
    assertThat(HeapSize.of(Json.parse("1.5"))).isGreaterThan(HeapSize.of(Json.parse("1")));
  }

  @Property(tries = 200)
  void shouldNotBeLessThanTheText(@ForAll("values") JsonNode value) {
    // An object around a field takes more than the field's short name, which is shared.
    assertThat(HeapSize.of(JSON.arrayNode().add(value)))
        .isGreaterThanOrEqualTo(CanonicalJson.text(value).length());
  }

  @Property(tries = 200)
  void shouldBeMoreThanThatOfTheParts(@ForAll("values") JsonNode a, @ForAll("values") JsonNode b) {
    long parts = HeapSize.of(a) + HeapSize.of(b);
    assertThat(HeapSize.of(JSON.arrayNode().add(a).add(b))).isGreaterThan(parts);
    ObjectNode both = JSON.objectNode();
    both.set("a", a);
    both.set("b", b);
    assertThat(HeapSize.of(both)).isGreaterThan(parts);
  }

  @Provide
  Arbitrary<JsonNode> values() {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.strings().alpha().ofMaxLength(40).map(JSON::textNode),
            Arbitraries.integers().map(JSON::numberNode),
            Arbitraries.of(true, false).map(JSON::booleanNode));
    return Arbitraries.lazyOf(
        () -> leaf,
        () -> leaf,
        () ->
            values()
                .list()
                .ofMaxSize(3)
                .map(list -> {
                  var array = JSON.arrayNode();
                  list.forEach(array::add);
                  return array;
                }),
        () ->
            values()
                .map(value -> {
                  ObjectNode object = JSON.objectNode();
                  object.set("field", value);
                  return object;
                }));
  }
}
