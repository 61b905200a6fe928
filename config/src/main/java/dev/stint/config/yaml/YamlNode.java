package dev.stint.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.text.Position;

/** A value of a YAML document and its place. Immutable. */
public sealed interface YamlNode permits YamlMap, YamlList, YamlScalar {
  Position at();

  /** The same value as JSON. */
  JsonNode toJson();

  /** What it is, for messages: "a list", "a number"... */
  String kind();
}
