package dev.stint.config.library;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.text.Position;
import dev.stint.config.yaml.ScalarPlaces;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlScalar;
import java.util.List;

/** Texts that no file holds. */
final class Scalars {
  private Scalars() {}

  static YamlScalar text(Position at, String text) {
    var places = new ScalarPlaces(at, "", List.of(), ScalarPlaces.Style.OTHER);
    return new YamlScalar(at, text, TextNode.valueOf(text), places);
  }

  static YamlMap.Entry entry(Position at, String key, String text) {
    return new YamlMap.Entry(at, key, text(at, text));
  }
}
