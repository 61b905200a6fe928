package dev.stint.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Refuses what a schema from outside must not do: fetch, or run an unbounded regular expression.
 */
final class SchemaLint {
  private static final Set<String> KNOWN_DIALECTS =
      Set.of(
          "http://json-schema.org/draft-07/schema",
          "http://json-schema.org/draft-06/schema",
          "http://json-schema.org/draft-04/schema",
          "https://json-schema.org/draft/2019-09/schema",
          "https://json-schema.org/draft/2020-12/schema");
  // Under these names members are property names, not keywords.
  private static final Set<String> NAMED =
      Set.of("properties", "definitions", "$defs", "dependentSchemas", "dependencies");
  private static final Set<String> DATA = Set.of("enum", "const", "default", "examples", "example");

  private final List<SchemaProblem> problems = new ArrayList<>();

  static List<SchemaProblem> problems(JsonNode schema) {
    var lint = new SchemaLint();
    if (schema.isObject() || schema.isBoolean()) lint.schema(schema, "");
    else lint.refuse("", "type", "a schema is an object or a boolean");
    return lint.problems;
  }

  private void schema(JsonNode schema, String pointer) {
    if (schema.isArray()) {
      for (int i = 0; i < schema.size(); i++) schema(schema.get(i), pointer + "/" + i);
      return;
    }
    for (var entry : schema.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      if (NAMED.contains(name)) {
        value.properties().forEach(e -> schema(e.getValue(), at + "/" + e.getKey()));
      } else if (!DATA.contains(name)) {
        keyword(name, value, at);
        schema(value, at);
      }
    }
  }

  private void keyword(String name, JsonNode value, String at) {
    switch (name) {
      case "$ref", "$dynamicRef", "$recursiveRef" -> {
        if (value.isTextual() && !value.textValue().startsWith("#")) {
          refuse(at, name, "a reference must stay within the schema (start with \"#\")");
        }
      }
      case "$schema" -> {
        if (!KNOWN_DIALECTS.contains(value.asText().replaceFirst("#$", ""))) {
          refuse(at, name, "unknown dialect of JSON Schema; use draft-07 or 2020-12");
        }
      }
      case "pattern" -> pattern(value, at);
      case "patternProperties" -> refuse(at, name, "patternProperties is not supported");
      default -> {}
    }
  }

  private void pattern(JsonNode value, String at) {
    if (!value.isTextual()) return; // the meta-schema says so
    try {
      Pattern.compile(value.textValue());
    } catch (PatternSyntaxException e) {
      refuse(at, "pattern", "not a regular expression in RE2 syntax: " + e.getDescription());
    }
  }

  private void refuse(String pointer, String keyword, String message) {
    problems.add(new SchemaProblem(pointer, keyword, message));
  }
}
