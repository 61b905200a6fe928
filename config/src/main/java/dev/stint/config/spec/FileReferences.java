package dev.stint.config.spec;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import dev.stint.config.yaml.YamlScalar;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The files a spec names. Lenient on purpose: it runs before validation, to know what to load, and
 * leaves every complaint to the reader.
 */
final class FileReferences {
  private FileReferences() {}

  static SortedSet<String> of(byte[] spec) {
    var paths = new TreeSet<String>();
    YamlReader.read(spec).root().ifPresent(root -> collect(root, paths));
    paths.removeIf(path -> !SafePath.isSafe(path));
    return paths;
  }

  /** {@code prompts/draft.md@7} names the file {@code prompts/draft.md}. */
  static String withoutVersion(String prompt) {
    return prompt.replaceFirst("@\\d{1,9}$", "");
  }

  private static void collect(YamlNode root, TreeSet<String> paths) {
    if (at(root, "plan").orElse(root) instanceof YamlList plan) {
      for (YamlNode step : plan.items()) {
        text(step, "prompt").map(FileReferences::withoutVersion).ifPresent(paths::add);
        text(step, "agent").map(FileReferences::withoutVersion).ifPresent(paths::add);
        text(step, "output", "schema").ifPresent(paths::add);
      }
    }
    text(root, "policies", "pii", "directory").ifPresent(paths::add);
    text(root, "evals", "dataset").ifPresent(paths::add);
  }

  private static Optional<String> text(YamlNode node, String... names) {
    return at(node, names)
        .filter(YamlScalar.class::isInstance)
        .map(scalar -> ((YamlScalar) scalar).text());
  }

  private static Optional<YamlNode> at(YamlNode node, String... names) {
    Optional<YamlNode> found = Optional.of(node);
    for (String name : names) {
      found = found.flatMap(n -> n instanceof YamlMap map ? map.get(name) : Optional.empty());
    }
    return found;
  }
}
