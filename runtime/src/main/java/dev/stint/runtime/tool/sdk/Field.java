package dev.stint.runtime.tool.sdk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;

/**
 * What a record's type does not say about one of its fields: words for people and models, and
 * narrower limits. Immutable.
 */
public final class Field {
  private final ObjectNode keywords;

  private Field(ObjectNode keywords) {
    this.keywords = keywords;
  }

  public static Field described(String description) {
    return new Field(JsonNodeFactory.instance.objectNode().put("description", description));
  }

  /** Text of so many characters. */
  public Field length(int least, int most) {
    return with("minLength", least).with("maxLength", most);
  }

  /** Text in this form (RE2 syntax, found anywhere unless anchored). */
  public Field pattern(String expression) {
    ObjectNode more = keywords.deepCopy();
    return new Field(more.put("pattern", expression));
  }

  /** A number in this range, both ends included. */
  public Field range(long least, long most) {
    return with("minimum", least).with("maximum", most);
  }

  /** A list of so many items. */
  public Field items(int least, int most) {
    return with("minItems", least).with("maxItems", most);
  }

  /**
   * It decides where an effect goes: a recipient, a path, an amount. When no argument says so, all
   * of a tool that writes do; when one says so, the others count as content.
   */
  public Field control() {
    ObjectNode more = keywords.deepCopy();
    return new Field(more.put("x-stint-control", true));
  }

  private Field with(String keyword, long value) {
    ObjectNode more = keywords.deepCopy();
    more.set(keyword, Json.number(value));
    return new Field(more);
  }

  ObjectNode keywords() {
    return keywords;
  }
}
