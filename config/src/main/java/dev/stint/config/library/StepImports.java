package dev.stint.config.library;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a component's steps where a step says {@code use}. The first of them depends on what the
 * import depends on; the one that gives the component's output bears the import's id.
 */
final class StepImports {
  private static final int DEEPEST = 5;
  private static final Set<String> KEYS = Set.of("id", "use", "with", "dependsOn");

  private final Components components;
  private final List<LibraryProblem> problems;

  StepImports(Components components, List<LibraryProblem> problems) {
    this.components = components;
    this.problems = problems;
  }

  YamlList expand(YamlList plan, String pointer) {
    return expand(plan, pointer, 1);
  }

  private YamlList expand(YamlList steps, String pointer, int depth) {
    List<YamlNode> all = new ArrayList<>();
    for (int i = 0; i < steps.items().size(); i++) {
      String at = depth == 1 ? pointer + "/" + i : pointer;
      YamlNode step = steps.items().get(i);
      if (step instanceof YamlMap map && map.get("use").isPresent()) {
        all.addAll(imported(map, at, depth));
      } else {
        misplacedWith(step, at);
        all.add(within(step, at, depth));
      }
    }
    return new YamlList(steps.at(), all);
  }

  private void misplacedWith(YamlNode step, String pointer) {
    if (!(step instanceof YamlMap map)) return;
    map.entry("with")
        .ifPresent(with ->
            problems.add(
                new LibraryProblem(
                    with.at(),
                    pointer + "/with",
                    "component_key",
                    "with goes with use, this step imports nothing",
                    "a tool, prompt or agent takes params")));
  }

  /** Steps within a step, and the prompt that it may import. */
  private YamlNode within(YamlNode node, String pointer, int depth) {
    if (!(node instanceof YamlMap map)) return node;
    List<YamlMap.Entry> entries = new ArrayList<>();
    for (var entry : map.entries()) {
      String at = pointer + "/" + entry.key();
      boolean steps = entry.key().equals("steps") || entry.key().equals("else");
      YamlNode value =
          switch (entry.value()) {
            case YamlList list when steps -> expand(list, at, depth);
            case YamlList list when !entry.key().equals("check") -> each(list, at, depth);
            case YamlMap inner when !entry.key().equals("params") -> within(inner, at, depth);
            default -> entry.value();
          };
      entries.add(new YamlMap.Entry(entry.at(), entry.key(), value));
    }
    return prompt(new YamlMap(map.at(), entries), pointer);
  }

  private YamlList each(YamlList list, String pointer, int depth) {
    List<YamlNode> items = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      items.add(within(list.items().get(i), pointer + "/" + i, depth));
    }
    return new YamlList(list.at(), items);
  }

  private List<YamlNode> imported(YamlMap step, String pointer, int depth) {
    try {
      return steps(step, pointer, depth);
    } catch (ComponentException e) {
      problems.add(
          new LibraryProblem(step.at(), pointer + "/use", e.code(), e.getMessage(), e.hint()));
      return List.of();
    }
  }

  private List<YamlNode> steps(YamlMap step, String pointer, int depth) throws ComponentException {
    if (depth > DEEPEST) {
      throw new ComponentException(
          "component_depth", "components use each other more than " + DEEPEST + " deep", "");
    }
    for (var entry : step.entries()) {
      if (KEYS.contains(entry.key())) continue;
      throw new ComponentException(
          "component_key",
          "an import has id, use, with and dependsOn, found " + entry.key(),
          "give it to the component under with, where it takes it");
    }
    Component component = components.find(use(step));
    if (!(component.content() instanceof Component.Content.Steps content)) {
      throw new ComponentException(
          "component_kind",
          component.name() + " is a " + component.kind() + ", a step imports Steps",
          "");
    }
    if (!(step.get("id").orElse(null) instanceof YamlScalar id)) {
      throw new ComponentException("missing", "an import needs an id", "for example: id: sections");
    }
    YamlMap with =
        step.get("with").orElse(null) instanceof YamlMap map
            ? map
            : new YamlMap(step.at(), List.of());
    Map<String, YamlNode> given = Arguments.of(component, with);
    var rewrite =
        new StepRewrite(
            step.at(),
            component.folder(),
            components.files().keySet(),
            given,
            ComponentIds.of(content, id.text()));
    List<YamlNode> steps = new ArrayList<>();
    for (YamlNode own : content.steps()) steps.add(rewrite.step((YamlMap) own));
    steps.set(0, dependent((YamlMap) steps.getFirst(), step));
    return expand(new YamlList(step.at(), steps), pointer, depth + 1).items();
  }

  private static YamlMap dependent(YamlMap first, YamlMap importing) {
    Optional<YamlMap.Entry> dependsOn = importing.entry("dependsOn");
    if (dependsOn.isEmpty() || first.get("dependsOn").isPresent()) return first;
    List<YamlMap.Entry> entries = new ArrayList<>(first.entries());
    entries.add(dependsOn.get());
    return new YamlMap(first.at(), entries);
  }

  private YamlMap prompt(YamlMap step, String pointer) {
    for (String key : List.of("prompt", "agent")) {
      Optional<LibraryUse> use =
          step.get(key)
              .filter(YamlScalar.class::isInstance)
              .flatMap(s -> LibraryUse.of(((YamlScalar) s).text()));
      if (use.isEmpty()) continue;
      try {
        Component component = components.find(use.get());
        if (!(component.content() instanceof Component.Content.Prompt prompt)) {
          throw new ComponentException(
              "component_kind", component.name() + " is a " + component.kind() + ", no Prompt", "");
        }
        return with(step, key, prompt);
      } catch (ComponentException e) {
        problems.add(
            new LibraryProblem(
                step.get(key).get().at(), pointer + "/" + key, e.code(), e.getMessage(), e.hint()));
      }
    }
    return step;
  }

  private static YamlMap with(YamlMap step, String key, Component.Content.Prompt prompt) {
    Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
    step.entries().forEach(entry -> entries.put(entry.key(), entry));
    YamlMap.Entry old = entries.get(key);
    entries.put(key, Scalars.entry(old.at(), key, prompt.prompt()));
    if (prompt.schema().isPresent() && !entries.containsKey("output")) {
      var schema = Scalars.entry(old.at(), "schema", prompt.schema().get());
      entries.put(
          "output", new YamlMap.Entry(old.at(), "output", new YamlMap(old.at(), List.of(schema))));
    }
    return new YamlMap(step.at(), List.copyOf(entries.values()));
  }

  private static LibraryUse use(YamlMap step) throws ComponentException {
    return step.get("use")
        .filter(YamlScalar.class::isInstance)
        .flatMap(s -> LibraryUse.of(((YamlScalar) s).text()))
        .orElseThrow(() ->
            new ComponentException(
                "component_name",
                "expected the name of a component",
                "for example: use: library/cited_sections@^1"));
  }
}
