package dev.stint.runtime.model.scripted;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in the place of {@code {{/pointer}}} references. A text that is one reference and
 * nothing else becomes the value itself; what is put in is never read for references again.
 * Immutable, thread-safe.
 */
record References(JsonNode scope) {
  private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*(/[^{}]{0,200}?)\\s*}}");

  /** A reference that names nothing. */
  static final class NothingThereException extends Exception {
    NothingThereException(String pointer) {
      super("there is no value at " + pointer);
    }
  }

  JsonNode fill(JsonNode value) throws NothingThereException {
    if (value.isTextual()) return fill(value.textValue());
    if (value.isObject()) {
      ObjectNode filled = JsonNodeFactory.instance.objectNode();
      for (var entry : value.properties()) filled.set(entry.getKey(), fill(entry.getValue()));
      return filled;
    }
    if (value.isArray()) {
      ArrayNode filled = JsonNodeFactory.instance.arrayNode();
      for (JsonNode item : value) filled.add(fill(item));
      return filled;
    }
    return value;
  }

  /** The text with its references filled in. */
  String text(String text) throws NothingThereException {
    return Shown.plain(fill(text));
  }

  private JsonNode fill(String text) throws NothingThereException {
    Matcher reference = REFERENCE.matcher(text);
    if (reference.matches()) return at(reference.group(1));
    var filled = new StringBuilder();
    int end = 0;
    reference.reset();
    while (reference.find()) {
      filled.append(text, end, reference.start()).append(Shown.plain(at(reference.group(1))));
      end = reference.end();
    }
    return TextNode.valueOf(filled.append(text, end, text.length()).toString());
  }

  private JsonNode at(String pointer) throws NothingThereException {
    JsonNode value = scope.at(JsonPointer.compile(pointer));
    if (value.isMissingNode()) throw new NothingThereException(pointer);
    return value;
  }
}
