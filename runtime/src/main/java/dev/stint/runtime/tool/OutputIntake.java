package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.config.text.SafeText;
import java.util.regex.Pattern;

/**
 * What a tool brings, before any of it enters a run (B1, M2): bounded in size and depth, JSON that
 * has a canonical form, text that is text. Refused with a code of its own, or, for characters that
 * only hide something, taken out and counted. Belongs to one output.
 */
public final class OutputIntake {
  private static final int DEEPEST = Json.MAX_DEPTH;
  private static final int LONGEST_KEY = 512;
  private static final long EXACT = 1L << 53;

  /** Keys that mean something to programs that read what a run wrote. */
  private static final Pattern RESERVED = Pattern.compile("__proto__|__label.*|__stint.*");

  private final String tool;
  private final long most;
  private long bytes;
  private long removed;

  private OutputIntake(ToolDescriptor tool) {
    this.tool = tool.name();
    this.most = tool.maxOutputBytes();
  }

  /**
   * @param value without hidden characters
   * @param removed how many of them there were
   */
  public record Taken(JsonNode value, long removed) {}

  /**
   * @throws ToolException terminal: {@code tool_output_too_large}, {@code tool_output_too_deep},
   *     {@code tool_output_key}, {@code tool_output_binary}, {@code tool_output_not_json}
   */
  public static Taken take(ToolDescriptor tool, JsonNode output) throws ToolException {
    OutputIntake intake = new OutputIntake(tool);
    JsonNode value = intake.value(output, 1);
    return new Taken(value, intake.removed);
  }

  private JsonNode value(JsonNode node, int depth) throws ToolException {
    if (depth > DEEPEST) {
      throw refused("tool_output_too_deep", "nested deeper than " + DEEPEST + " levels");
    }
    return switch (node.getNodeType()) {
      case OBJECT -> object(node, depth);
      case ARRAY -> array(node, depth);
      case STRING -> text(node.textValue());
      case NUMBER -> number(node);
      case BOOLEAN, NULL -> {
        count(5);
        yield node;
      }
      case BINARY, MISSING, POJO ->
          throw refused("tool_output_not_json", "a value that JSON does not have");
    };
  }

  private ObjectNode object(JsonNode node, int depth) throws ToolException {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    count(2);
    for (var entry : node.properties()) {
      kept.set(key(entry.getKey()), value(entry.getValue(), depth + 1));
    }
    return kept;
  }

  private ArrayNode array(JsonNode node, int depth) throws ToolException {
    ArrayNode kept = JsonNodeFactory.instance.arrayNode(Math.min(node.size(), 1_000));
    count(2);
    for (JsonNode item : node) {
      count(1);
      kept.add(value(item, depth + 1));
    }
    return kept;
  }

  private String key(String name) throws ToolException {
    count(name.length() + 4L);
    if (name.length() > LONGEST_KEY
        || !Json.isWellFormed(name)
        || !SafeText.isClean(name)
        || RESERVED.matcher(name).matches()) {
      throw refused(
          "tool_output_key",
          "a key that is reserved, hidden or longer than " + LONGEST_KEY + " characters");
    }
    return name;
  }

  private JsonNode text(String text) throws ToolException {
    count(text.length() + 2L);
    if (!Json.isWellFormed(text) || binary(text)) {
      throw refused("tool_output_binary", "text that is no text: binary, or not UTF-8");
    }
    String clean = SafeText.clean(text);
    removed += text.length() - clean.length();
    return TextNode.valueOf(clean);
  }

  /** A zero character, or many that stand for what could not be read. */
  private static boolean binary(String text) {
    int unreadable = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) return true;
      if (c == 0xfffd) unreadable++;
    }
    return unreadable > 3 && unreadable > text.length() / 8;
  }

  private JsonNode number(JsonNode node) throws ToolException {
    count(8);
    boolean held =
        node.isIntegralNumber()
            ? node.canConvertToLong() && Math.abs(node.longValue()) <= EXACT
            : Double.isFinite(node.doubleValue())
                && !(node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > 1_100);
    if (!held) {
      throw refused("tool_output_not_json", "a number that no double holds; write it as text");
    }
    return node;
  }

  /** A lower bound of the bytes as JSON, so that what is far too large is not walked to its end. */
  private void count(long more) throws ToolException {
    bytes += more;
    if (bytes > most) throw tooLarge();
  }

  private ToolException tooLarge() {
    return refused("tool_output_too_large", "more than " + most + " bytes");
  }

  private ToolException refused(String code, String found) {
    return Failures.terminal(code, tool + " returned " + found);
  }
}
