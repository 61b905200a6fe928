package dev.stint.runtime.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.stint.config.json.Sha256;
import java.util.HashMap;
import java.util.Map;

/**
 * A prompt as a strict Mustache template: trusted text with a few short values (C2).
 *
 * <p>A name without a value is an error. Values are single-line scalars only, because whatever
 * stands here is read as an instruction; documents and step outputs go into data blocks. Immutable,
 * thread-safe.
 */
public final class PromptTemplate {
  private static final int MAX_VALUE_CHARS = 200;

  private final String name;
  private final String text;
  private final Template template;

  private PromptTemplate(String name, String text, Template template) {
    this.name = name;
    this.text = text;
    this.template = template;
  }

  /**
   * @param name how errors call it, e.g. its file name
   * @throws IllegalArgumentException when the text is no template
   */
  public static PromptTemplate compile(String name, String text) {
    try {
      var compiler = Mustache.compiler().escapeHTML(false).strictSections(true);
      return new PromptTemplate(name, text, compiler.compile(text));
    } catch (MustacheException e) {
      throw new IllegalArgumentException("prompt " + name + ": " + e.getMessage(), e);
    }
  }

  /** SHA-256 of the template's text, for the record of each call. */
  public String hash() {
    return Sha256.hex(text);
  }

  /**
   * The prompt with its values in place.
   *
   * @throws IllegalArgumentException when a name has no value, or a value is no short scalar
   */
  public String render(Map<String, JsonNode> values) {
    Map<String, Object> plain = new HashMap<>();
    values.forEach((key, value) -> plain.put(key, scalar(key, value)));
    try {
      return template.execute(plain);
    } catch (MustacheException e) {
      throw new IllegalArgumentException(
          "prompt "
              + name
              + ": "
              + e.getMessage()
              + "; names with a value: "
              + new java.util.TreeSet<>(values.keySet()),
          e);
    }
  }

  private Object scalar(String key, JsonNode value) {
    if (value.isNumber() || value.isBoolean()) return value.asText();
    boolean line = value.isTextual() && value.textValue().lines().count() <= 1;
    if (line && value.textValue().length() <= MAX_VALUE_CHARS) return value.textValue();
    throw new IllegalArgumentException(
        "prompt "
            + name
            + ": the value of {{"
            + key
            + "}} must be a number, a boolean or one line of at most "
            + MAX_VALUE_CHARS
            + " characters; pass anything else as data");
  }
}
