package dev.stint.config.spec;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import dev.stint.config.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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

  /** Where a job names a scripted model, by JSON Pointer: the job's own, fallbacks, steps'. */
  static SortedMap<String, YamlScalar> scripts(YamlNode root) {
    var found = new TreeMap<String, YamlScalar>();
    models(root, "", found);
    return found;
  }

  /** Values below {@code model}; what is passed to steps or asked of people is no model. */
  private static void models(YamlNode node, String pointer, SortedMap<String, YamlScalar> found) {
    children(node, pointer)
        .forEach((at, child) -> {
          String key = at.substring(at.lastIndexOf('/') + 1);
          if (key.equals("model")) scripts(child, at, found);
          else if (!key.equals("params") && !at.equals("/inputs")) models(child, at, found);
        });
  }

  private static void scripts(YamlNode node, String pointer, SortedMap<String, YamlScalar> found) {
    if (node instanceof YamlScalar scalar && ModelScript.path(scalar.text()).isPresent()) {
      found.put(pointer, scalar);
    }
    children(node, pointer).forEach((at, child) -> scripts(child, at, found));
  }

  private static Map<String, YamlNode> children(YamlNode node, String pointer) {
    Map<String, YamlNode> children = new LinkedHashMap<>();
    switch (node) {
      case YamlMap map -> {
        for (YamlMap.Entry entry : map.entries()) {
          children.put(pointer + "/" + Fields.escape(entry.key()), entry.value());
        }
      }
      case YamlList list -> {
        for (int i = 0; i < list.items().size(); i++) {
          children.put(pointer + "/" + i, list.items().get(i));
        }
      }
      case YamlScalar _ -> {}
    }
    return children;
  }

  private static void collect(YamlNode root, TreeSet<String> paths) {
    at(root, "plan").ifPresent(plan -> steps(plan, 0, paths));
    scripts(root).values().forEach(script -> ModelScript.path(script.text()).ifPresent(paths::add));
    text(root, "planner", "goal").ifPresent(paths::add);
    for (String key : List.of("prompts", "agents")) {
      text(root, "planner", key).ifPresent(paths::add);
      if (at(root, "planner", key).orElse(root) instanceof YamlList templates) {
        templates.items().forEach(template -> text(template).ifPresent(paths::add));
      }
    }
    text(root, "policies", "pii", "directory").ifPresent(paths::add);
    text(root, "evals", "dataset").ifPresent(paths::add);
  }

  private static void steps(YamlNode plan, int depth, TreeSet<String> paths) {
    if (plan instanceof YamlList list && depth <= PlanReader.DEEPEST) {
      for (YamlNode step : list.items()) {
        text(step, "prompt").map(FileReferences::withoutVersion).ifPresent(paths::add);
        text(step, "agent").map(FileReferences::withoutVersion).ifPresent(paths::add);
        text(step, "output", "schema").ifPresent(paths::add);
        text(step, "wait", "schema").ifPresent(paths::add);
        at(step, "loop", "steps").ifPresent(inner -> steps(inner, depth + 1, paths));
        if (at(step, "branch").orElse(step) instanceof YamlList cases) {
          for (YamlNode one : cases.items()) {
            at(one, "steps").ifPresent(inner -> steps(inner, depth + 1, paths));
            at(one, "else").ifPresent(inner -> steps(inner, depth + 1, paths));
          }
        }
      }
    }
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
