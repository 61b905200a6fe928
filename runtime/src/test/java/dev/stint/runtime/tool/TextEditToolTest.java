package dev.stint.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import org.junit.jupiter.api.Test;

class TextEditToolTest {
  private static JsonNode edit(String text, String edits) throws Exception {
    var args = Json.parse("{\"edits\": " + edits + "}").deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) args).put("text", text);
    // It touches nothing, so it asks its context for nothing.
    return new TextEditTool().call(args, null).output();
  }

  @Test
  void shouldReplaceEachPieceOnce() throws Exception {
    JsonNode result =
        edit(
            "one two three",
            "[{\"find\": \"one\", \"replace\": \"1\"}, {\"find\": \"three\", \"replace\": \"$3\"}]");
    assertThat(result.path("text").asText()).isEqualTo("1 two $3");
    assertThat(result.path("changed").asInt()).isEqualTo(2);
  }

  @Test
  void shouldNameEveryEditThatDoesNotFitAndMakeNone() {
    assertThatThrownBy(() ->
            edit(
                "a a b",
                "[{\"find\": \"a\", \"replace\": \"x\"}, {\"find\": \"c\", \"replace\": \"x\"},"
                    + " {\"find\": \"b\", \"replace\": \"y\"}]"))
        .hasMessageContaining("edit 1: expected its text once, found it 2 times")
        .hasMessageContaining("edit 2: expected its text once, found it 0 times");
  }

  @Test
  void shouldRefuseEditsThatOverlap() {
    assertThatThrownBy(() ->
            edit(
                "abc",
                "[{\"find\": \"ab\", \"replace\": \"x\"}, {\"find\": \"bc\", \"replace\": \"y\"}]"))
        .hasMessageContaining("edits overlap");
  }
}
