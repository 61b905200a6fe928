package dev.stint.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalScanTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void shouldRecogniseWhatIsWrittenCanonically() {
    for (long seed = 0; seed < 5_000; seed++) {
      byte[] json = CanonicalJson.bytes(value(new Random(seed), 0));
      assertThat(new CanonicalScan(json).certain()).as(text(json)).isTrue();
    }
  }

  @Test
  void shouldNeverTakeAnotherSpellingForCanonical() {
    int taken = 0;
    for (long seed = 0; seed < 40_000; seed++) {
      var random = new Random(seed);
      byte[] json = changed(CanonicalJson.bytes(value(random, 0)), random);
      if (!new CanonicalScan(json).certain()) continue;
      taken++;
      assertThat(CanonicalJson.bytes(Json.parse(text(json)))).as(text(json)).isEqualTo(json);
    }
    assertThat(taken).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}x",
        "{ }",
        "[1, 2]",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,}",
        "[1,]",
        "-0",
        "01",
        "1.0",
        "1e3",
        "-",
        "9007199254740993",
        "10000000000000000",
        "nul",
        "truex",
        "\"a",
        "\"\\/\"",
        "\"\\u0041\"",
        "\"\\u001F\"",
        "\"\\u000a\"",
        "\"\\u0008\"",
        "\"\\ud800\"",
        "\"\t\"",
        "{\"\\n\":1}",
        "\"\u20ac\""
      })
  void shouldLeaveAnythingElseToTheGeneralReader(String json) {
    assertThat(new CanonicalScan(bytes(json)).certain()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "0", "-1", "9007199254740992", "\"\\u000b\\u001f\\n\"", "null"})
  void shouldRecogniseTheEdges(String json) {
    assertThat(new CanonicalScan(bytes(json)).certain()).isTrue();
    assertThat(CanonicalJson.text(Json.parse(json))).isEqualTo(json);
  }

  @Test
  void shouldAcceptNoDeeperNestingThanTheReader() {
    String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
    assertThat(new CanonicalScan(bytes(deepest)).certain()).isTrue();
    assertThat(Json.parse(deepest).isArray()).isTrue();

    String deeper = "[" + deepest + "]";
    assertThat(new CanonicalScan(bytes(deeper)).certain()).isFalse();
    assertThatThrownBy(() -> Json.parse(deeper)).hasMessageContaining("depth");
  }

  @Test
  void shouldReadMembersWhereTheyStand() {
    byte[] json = bytes("{\"a\":\"x y\",\"b\":-12,\"c\":{\"d\":[1]},\"e\":\"\\n\"}");
    CanonicalObject object = CanonicalObject.certain(json).orElseThrow();

    assertThat(object.text("a")).isEqualTo("x y");
    assertThat(object.number("b")).isEqualTo(-12);
    assertThat(object.object("c")).isEqualTo(bytes("{\"d\":[1]}"));
    assertThatThrownBy(() -> object.text("e")).hasMessageContaining("no escapes as e");
    assertThatThrownBy(() -> object.text("b")).hasMessageContaining("a text as b");
    assertThatThrownBy(() -> object.number("a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> object.object("a")).hasMessageContaining("an object as a");
    assertThatThrownBy(() -> object.text("d")).hasMessageContaining("a member d, found none");
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 4 : 6)) {
      case 0 -> NODES.textNode(word(random));
      case 1 -> NODES.numberNode(random.nextLong(-(1L << 53), (1L << 53) + 1));
      case 2 -> NODES.numberNode(random.nextInt(-2, 12));
      case 3 -> random.nextBoolean() ? NODES.booleanNode(random.nextBoolean()) : NODES.nullNode();
      case 4 -> {
        var array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) array.add(value(random, depth + 1));
        yield array;
      }
      default -> {
        var object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set("k" + random.nextInt(30), value(random, depth + 1));
        }
        yield object;
      }
    };
  }

  private static String word(Random random) {
    var word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) word.append((char) random.nextInt(0x80));
    return word.toString();
  }

  private static byte[] changed(byte[] json, Random random) {
    int at = random.nextInt(json.length);
    byte[] changed = json.clone();
    if (random.nextInt(3) == 0) {
      changed = Arrays.copyOf(json, json.length + 1);
      System.arraycopy(json, at, changed, at + 1, json.length - at);
    }
    String likely = " \"\\{}[],:0123456789eE.-+ntbrufk/\n\t";
    changed[at] = (byte) likely.charAt(random.nextInt(likely.length()));
    return changed;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
