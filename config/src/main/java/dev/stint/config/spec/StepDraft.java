package dev.stint.config.spec;

import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * A step as far as it could be read; its place in the order is known even when the rest is wrong,
 * so that one mistake does not cause a dozen reports.
 */
record StepDraft(
    String id,
    List<Dependency> dependsOn,
    YamlMap map,
    String pointer,
    Optional<StepSpec> spec,
    Optional<Within> within) {
  /** A dependency and where it is written. */
  record Dependency(String id, YamlNode at, String pointer) {}
}
