package dev.stint.config.spec;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import java.util.Optional;

/** Finds the place that a JSON Pointer means, or the nearest place around it. */
final class YamlPointer {
  private YamlPointer() {}

  static YamlNode find(YamlNode root, String pointer) {
    YamlNode node = root;
    for (String raw : pointer.split("/")) {
      if (raw.isEmpty()) continue;
      Optional<YamlNode> next = child(node, raw.replace("~1", "/").replace("~0", "~"));
      if (next.isEmpty()) return node;
      node = next.get();
    }
    return node;
  }

  private static Optional<YamlNode> child(YamlNode node, String name) {
    if (node instanceof YamlMap map) return map.get(name);
    boolean index = node instanceof YamlList && name.matches("\\d{1,9}");
    if (!index) return Optional.empty();
    var items = ((YamlList) node).items();
    int i = Integer.parseInt(name);
    return i < items.size() ? Optional.of(items.get(i)) : Optional.empty();
  }
}
