package dev.stint.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.text.Position;
import java.util.List;
import java.util.Optional;

/** A mapping in document order; keys are plain text and unique. */
public record YamlMap(Position at, List<Entry> entries) implements YamlNode {
  /** A key with its place, and its value. */
  public record Entry(Position at, String key, YamlNode value) {}

  public YamlMap {
    entries = List.copyOf(entries);
  }

  public Optional<YamlNode> get(String key) {
    return entry(key).map(Entry::value);
  }

  public Optional<Entry> entry(String key) {
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  @Override
  public JsonNode toJson() {
    var object = JsonNodeFactory.instance.objectNode();
    entries.forEach(entry -> object.set(entry.key(), entry.value().toJson()));
    return object;
  }

  @Override
  public String kind() {
    return "a mapping";
  }
}
