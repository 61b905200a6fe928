package dev.stint.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.text.Position;

/**
 * A single value.
 *
 * @param text the text as written, after quotes and escapes
 * @param value the same as JSON: text, number, boolean or null
 * @param places where each character of the text stands
 */
public record YamlScalar(Position at, String text, JsonNode value, ScalarPlaces places)
    implements YamlNode {
  /** Where character {@code offset} of {@link #text()} stands in the file. */
  public Position positionOf(int offset) {
    return places.of(offset);
  }

  @Override
  public JsonNode toJson() {
    return value;
  }

  @Override
  public String kind() {
    return switch (value.getNodeType()) {
      case NULL -> "nothing";
      case NUMBER -> "the number " + shortened();
      case BOOLEAN -> "the boolean " + text;
      default -> "the text \"" + shortened() + "\"";
    };
  }

  private String shortened() {
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
