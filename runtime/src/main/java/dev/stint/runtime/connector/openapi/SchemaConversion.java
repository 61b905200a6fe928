package dev.stint.runtime.connector.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns schemas of OpenAPI into JSON Schemas that stand alone: referenced ones come along under
 * {@code $defs}, so that recursion works; what 3.0 writes in its own way is written as JSON Schema
 * does. Patterns that do not run in linear time are left to the service.
 */
final class SchemaConversion {
  private static final Set<String> DROPPED =
      Set.of(
          "example",
          "examples",
          "xml",
          "externalDocs",
          "discriminator",
          "deprecated",
          "readOnly",
          "writeOnly",
          "nullable",
          "patternProperties",
          "$schema",
          "$id",
          "$anchor");
  private static final Set<String> NAMED =
      Set.of("properties", "$defs", "definitions", "dependentSchemas");
  private static final Set<String> DATA = Set.of("enum", "const", "default", "required");

  private final OpenApiDocument document;
  private final Map<String, JsonNode> definitions = new TreeMap<>();
  private final Deque<String> wanted = new ArrayDeque<>();

  SchemaConversion(OpenApiDocument document) {
    this.document = document;
  }

  /** The schema converted; what it refers to is collected for {@link #definitions}. */
  JsonNode convert(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) return schema;
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (var entry : object.properties()) keyword(entry.getKey(), entry.getValue(), out);
    exclusive(object, out, "minimum", "exclusiveMinimum");
    exclusive(object, out, "maximum", "exclusiveMaximum");
    return object.path("nullable").asBoolean() ? nullable(out) : out;
  }

  private void keyword(String name, JsonNode value, ObjectNode out) {
    if (DROPPED.contains(name) || name.startsWith("x-")) return;
    switch (name) {
      case "$ref" -> out.put("$ref", "#/$defs/" + definition(value.asText()));
      case "pattern" -> {
        if (linear(value.asText())) out.set(name, value);
      }
      case "exclusiveMinimum", "exclusiveMaximum" -> {
        if (value.isNumber()) out.set(name, value);
      }
      default -> {
        if (DATA.contains(name)) out.set(name, value);
        else if (NAMED.contains(name)) {
          ObjectNode named = out.putObject(name);
          value.properties().forEach(e -> named.set(e.getKey(), convert(e.getValue())));
        } else if (value.isArray()) {
          ArrayNode list = out.putArray(name);
          value.forEach(item -> list.add(convert(item)));
        } else {
          out.set(name, convert(value));
        }
      }
    }
  }

  private static boolean linear(String pattern) {
    try {
      Pattern.compile(pattern);
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  /** In 3.0 the exclusive bound is a truth value beside the bound. */
  private static void exclusive(ObjectNode from, ObjectNode out, String bound, String exclusive) {
    if (from.path(exclusive).isBoolean() && from.get(exclusive).booleanValue() && from.has(bound)) {
      out.remove(bound);
      out.set(exclusive, from.get(bound));
    }
  }

  private static ObjectNode nullable(ObjectNode schema) {
    ObjectNode either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(schema).addObject().put("type", "null");
    return either;
  }

  private String definition(String reference) {
    String name = reference.substring(reference.indexOf('/') + 1).replaceAll("[^A-Za-z0-9]", "_");
    if (!definitions.containsKey(name)) {
      definitions.put(name, JsonNodeFactory.instance.booleanNode(true));
      wanted.add(name + " " + reference);
    }
    return name;
  }

  /**
   * All that was referred to, and what that refers to.
   *
   * @throws IllegalArgumentException naming a reference that leads nowhere
   */
  ObjectNode definitions() {
    while (!wanted.isEmpty()) {
      String[] next = wanted.remove().split(" ", 2);
      boolean within = next[1].startsWith("#/");
      JsonNode found =
          within ? document.root().at(next[1].substring(1)) : MissingNode.getInstance();
      if (found.isMissingNode()) {
        throw new IllegalArgumentException(
            "expected a reference within the document, found " + next[1]);
      }
      definitions.put(next[0], convert(found));
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    definitions.forEach(all::set);
    return all;
  }
}
