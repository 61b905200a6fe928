package dev.stint.runtime.model.extractive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import java.util.List;
import java.util.Optional;

/** Looks up {@code block.field.0.field} in data; a name after an array is taken of each item. */
final class Paths {
  private Paths() {}

  static Optional<JsonNode> find(List<DataBlock> data, String path) {
    String[] parts = path.strip().split("\\.");
    Optional<JsonNode> at =
        data.stream().filter(b -> b.name().equals(parts[0])).map(DataBlock::value).findFirst();
    for (int i = 1; i < parts.length && at.isPresent(); i++) at = child(at.get(), parts[i]);
    return at;
  }

  private static Optional<JsonNode> child(JsonNode node, String part) {
    boolean index = part.chars().allMatch(Character::isDigit);
    if (node.isArray() && !index) {
      var each = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> child(item, part).ifPresent(each::add));
      return Optional.of(each);
    }
    return Optional.ofNullable(node.isArray() ? node.get(Integer.parseInt(part)) : node.get(part));
  }

  /** As prose: a list becomes {@code a, b and c}. */
  static String prose(JsonNode value) {
    if (!value.isArray()) return value.asText();
    var text = new StringBuilder();
    for (int i = 0; i < value.size(); i++) {
      if (i > 0) text.append(i == value.size() - 1 ? " and " : ", ");
      text.append(value.get(i).asText());
    }
    return text.toString();
  }
}
