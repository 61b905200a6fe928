package dev.stint.config.library;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import dev.stint.config.yaml.YamlScalar;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The components that a job or a component names. Lenient: it runs before validation, to know what
 * to load, and leaves every complaint to the expansion.
 */
public final class LibraryUses {
  /** {@code components} are those that a planner may use. */
  private static final Set<String> KEYS = Set.of("use", "prompt", "agent", "components");

  private LibraryUses() {}

  public static Set<LibraryUse> of(byte[] yaml) {
    Set<LibraryUse> uses = new LinkedHashSet<>();
    YamlReader.read(yaml).root().ifPresent(root -> collect(root, "", uses));
    return uses;
  }

  private static void collect(YamlNode node, String key, Set<LibraryUse> uses) {
    switch (node) {
      case YamlMap map -> map.entries().forEach(e -> collect(e.value(), e.key(), uses));
      case YamlList list -> list.items().forEach(item -> collect(item, key, uses));
      case YamlScalar scalar -> {
        if (KEYS.contains(key)) LibraryUse.of(scalar.text()).ifPresent(uses::add);
      }
    }
  }
}
