package dev.stint.config.library;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the steps of a component are called in the job that imports it: its output takes the id of
 * the import, every other step that id and its own, {@code sections_search}.
 */
final class ComponentIds {
  private ComponentIds() {}

  static Map<String, String> of(Component.Content.Steps content, String id) {
    Map<String, String> ids = new TreeMap<>();
    collect(content.steps(), ids, id);
    ids.put(content.output(), id);
    return ids;
  }

  /** Steps within steps count, too: those in a list called {@code steps} or {@code else}. */
  private static void collect(List<YamlNode> steps, Map<String, String> ids, String prefix) {
    for (YamlNode step : steps) {
      if (!(step instanceof YamlMap map)) continue;
      if (map.get("id").orElse(null) instanceof YamlScalar own) {
        ids.put(own.text(), prefix + "_" + own.text());
      }
      map.entries().forEach(entry -> nested(entry.key(), entry.value(), ids, prefix));
    }
  }

  private static void nested(String key, YamlNode node, Map<String, String> ids, String prefix) {
    switch (node) {
      case YamlList list when key.equals("steps") || key.equals("else") ->
          collect(list.items(), ids, prefix);
      case YamlList list -> list.items().forEach(item -> nested("", item, ids, prefix));
      case YamlMap map -> map.entries().forEach(e -> nested(e.key(), e.value(), ids, prefix));
      case YamlScalar _ -> {}
    }
  }
}
