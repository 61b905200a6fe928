package dev.stint.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.text.Position;
import java.util.List;

/** A sequence. */
public record YamlList(Position at, List<YamlNode> items) implements YamlNode {
  public YamlList {
    items = List.copyOf(items);
  }

  @Override
  public JsonNode toJson() {
    var array = JsonNodeFactory.instance.arrayNode(items.size());
    items.forEach(item -> array.add(item.toJson()));
    return array;
  }

  @Override
  public String kind() {
    return "a list";
  }
}
