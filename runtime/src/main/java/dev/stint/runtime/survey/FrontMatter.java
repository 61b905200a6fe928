package dev.stint.runtime.survey;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import dev.stint.config.yaml.YamlScalar;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Markdown file says about itself: YAML between two lines of three dashes at its top.
 *
 * @param values texts by key, in the file's order; a single value is a list of one
 * @param body the text below
 * @param problem why the block was not understood, then without values
 */
record FrontMatter(Map<String, List<String>> values, String body, Optional<String> problem) {
  private static final String FENCE = "---";

  static FrontMatter of(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE)) {
      return new FrontMatter(Map.of(), text, Optional.empty());
    }
    int end = 1;
    while (end < lines.size() && !lines.get(end).strip().equals(FENCE)) end++;
    if (end == lines.size()) {
      return new FrontMatter(Map.of(), text, Optional.of("the block at the top has no end"));
    }
    String body = String.join("\n", lines.subList(end + 1, lines.size())).strip() + "\n";
    var yaml =
        YamlReader.read(String.join("\n", lines.subList(1, end)).getBytes(StandardCharsets.UTF_8));
    if (yaml.root().orElse(null) instanceof YamlMap map && yaml.problems().isEmpty()) {
      return new FrontMatter(values(map), body, Optional.empty());
    }
    return new FrontMatter(Map.of(), body, Optional.of("the block at the top is no YAML mapping"));
  }

  private static Map<String, List<String>> values(YamlMap map) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (YamlMap.Entry entry : map.entries()) values.put(entry.key(), texts(entry.value()));
    return values;
  }

  private static List<String> texts(YamlNode node) {
    return switch (node) {
      case YamlScalar scalar ->
          scalar.text().isBlank() ? List.of() : List.of(scalar.text().strip());
      case YamlList list -> list.items().stream().flatMap(i -> texts(i).stream()).toList();
      case YamlMap _ -> List.of();
    };
  }

  Optional<String> first(String key) {
    return values.getOrDefault(key, List.of()).stream().findFirst();
  }

  List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }
}
