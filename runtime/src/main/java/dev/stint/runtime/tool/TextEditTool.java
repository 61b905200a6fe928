package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code stint.text.edit@1}: makes exact replacements in a text. Each piece that is to go must
 * stand there once, so that an edit of a model changes what it quotes and nothing else.
 */
public final class TextEditTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.text.edit",
          "1.0.0",
          "Replaces exact pieces of a text",
          Effect.NONE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["text", "edits"],
               "properties": {
                 "text": {"type": "string", "maxLength": 1000000},
                 "edits": {"type": "array", "minItems": 1, "maxItems": 200, "items": {
                   "type": "object", "required": ["find", "replace"],
                   "properties": {
                     "find": {"type": "string", "minLength": 1, "maxLength": 20000},
                     "replace": {"type": "string", "maxLength": 20000}}}}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["text", "changed"],
               "properties": {"text": {"type": "string"}, "changed": {"type": "integer"}}}
              """),
          Duration.ofSeconds(30),
          8,
          8L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context) throws ToolException {
    String original = args.path("text").asText();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (JsonNode edit : args.path("edits")) {
      number++;
      int times = count(original, edit.path("find").asText());
      if (times != 1) {
        problems.add("edit " + number + ": expected its text once, found it " + times + " times");
      }
    }
    String text = original;
    for (JsonNode edit : problems.isEmpty() ? args.path("edits") : List.<JsonNode>of()) {
      String find = edit.path("find").asText();
      if (count(text, find) != 1) {
        problems.add("edits overlap: another one changed \"" + shown(find) + "\"");
        break;
      }
      text = text.replace(find, edit.path("replace").asText());
    }
    if (!problems.isEmpty()) {
      throw Failures.terminal("edit_not_possible", String.join("; ", problems));
    }
    return ToolResult.of(
        JsonNodeFactory.instance.objectNode().put("text", text).put("changed", number));
  }

  private static int count(String text, String piece) {
    int times = 0;
    for (int at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) times++;
    return times;
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
