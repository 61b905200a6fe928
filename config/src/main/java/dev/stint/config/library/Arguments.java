package dev.stint.config.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.text.Position;
import dev.stint.config.yaml.ScalarPlaces;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job gives a component, held against the component's params: nothing unknown, nothing
 * missing, what is written out of the right type. The type of an expression shows when it runs.
 */
final class Arguments {
  private Arguments() {}

  /** By name, with the defaults of what was not given. */
  static Map<String, YamlNode> of(Component component, YamlMap with) throws ComponentException {
    JsonNode properties = component.params().path("properties");
    Map<String, YamlNode> given = new LinkedHashMap<>();
    for (var entry : with.entries()) {
      if (!properties.has(entry.key())) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        throw new ComponentException(
            "component_param_unknown",
            component.name() + " has no param " + entry.key(),
            names.isEmpty() ? "it takes none" : "params are: " + String.join(", ", names));
      }
      check(entry.key(), properties.get(entry.key()), entry.value());
      given.put(entry.key(), entry.value());
    }
    for (var property : properties.properties()) {
      JsonNode standard = property.getValue().path("default");
      if (!given.containsKey(property.getKey()) && !standard.isMissingNode()) {
        given.put(property.getKey(), node(standard, with.at()));
      }
    }
    for (JsonNode name : component.params().path("required")) {
      if (given.containsKey(name.asText())) continue;
      throw new ComponentException(
          "component_param_missing",
          component.name() + " needs the param " + name.asText(),
          "give it under with: "
              + properties.path(name.asText()).path("description").asText(name.asText()));
    }
    return given;
  }

  private static void check(String name, JsonNode schema, YamlNode value)
      throws ComponentException {
    if (dynamic(value)) return;
    var problems = JsonSchemas.validate(schema, value.toJson());
    if (problems.isEmpty()) return;
    throw new ComponentException(
        "component_param_invalid",
        name + ": " + problems.getFirst().message(),
        schema.path("description").asText(""));
  }

  private static boolean dynamic(YamlNode value) {
    return switch (value) {
      case YamlScalar scalar -> scalar.text().contains("${{");
      case YamlList list -> list.items().stream().anyMatch(Arguments::dynamic);
      case YamlMap map -> map.entries().stream().anyMatch(entry -> dynamic(entry.value()));
    };
  }

  /** JSON as YAML, all of it at one place. */
  private static YamlNode node(JsonNode json, Position at) {
    if (json.isObject()) {
      List<YamlMap.Entry> entries = new ArrayList<>();
      json.properties()
          .forEach(e -> entries.add(new YamlMap.Entry(at, e.getKey(), node(e.getValue(), at))));
      return new YamlMap(at, entries);
    }
    if (json.isArray()) {
      List<YamlNode> items = new ArrayList<>();
      json.forEach(item -> items.add(node(item, at)));
      return new YamlList(at, items);
    }
    var places = new ScalarPlaces(at, "", List.of(), ScalarPlaces.Style.OTHER);
    JsonNode value = json.isMissingNode() ? JsonNodeFactory.instance.nullNode() : json;
    return new YamlScalar(at, value.asText(), value, places);
  }
}
