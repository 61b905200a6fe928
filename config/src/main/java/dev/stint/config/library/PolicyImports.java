package dev.stint.config.library;

import com.fasterxml.jackson.databind.JsonNode;
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
 * Joins imported policies with the job's own, the stricter of both (A5): what is redacted is
 * everything that either redacts, what is allowed is what both allow, of numbers the larger counts.
 * Otherwise the job's own word stands where it has one.
 */
final class PolicyImports {
  private static final Set<String> NARROWED_BY_LESS = Set.of("allow");

  private final Components components;
  private final List<LibraryProblem> problems;

  PolicyImports(Components components, List<LibraryProblem> problems) {
    this.components = components;
    this.problems = problems;
  }

  YamlMap expand(YamlMap policies) {
    Optional<YamlNode> uses = policies.get("use");
    if (uses.isEmpty()) return policies;
    YamlMap joined =
        new YamlMap(
            policies.at(),
            policies.entries().stream().filter(entry -> !entry.key().equals("use")).toList());
    List<YamlNode> all = uses.get() instanceof YamlList list ? list.items() : List.of(uses.get());
    for (YamlNode use : all) {
      Optional<YamlMap> imported = imported(use);
      if (imported.isPresent()) joined = join(joined, imported.get());
    }
    return joined;
  }

  private Optional<YamlMap> imported(YamlNode node) {
    try {
      LibraryUse use =
          Optional.of(node)
              .filter(YamlScalar.class::isInstance)
              .flatMap(s -> LibraryUse.of(((YamlScalar) s).text()))
              .orElseThrow(() ->
                  new ComponentException(
                      "component_name",
                      "expected the name of a component",
                      "for example: use: [library/personal_data@^1]"));
      Component component = components.find(use);
      if (component.content() instanceof Component.Content.Policy policy) {
        return Optional.of(policy.policies());
      }
      throw new ComponentException(
          "component_kind", component.name() + " is a " + component.kind() + ", no Policy", "");
    } catch (ComponentException e) {
      problems.add(
          new LibraryProblem(node.at(), "/policies/use", e.code(), e.getMessage(), e.hint()));
      return Optional.empty();
    }
  }

  private static YamlMap join(YamlMap own, YamlMap imported) {
    Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
    own.entries().forEach(entry -> entries.put(entry.key(), entry));
    for (var entry : imported.entries()) {
      YamlMap.Entry mine = entries.get(entry.key());
      YamlNode value =
          mine == null ? entry.value() : stricter(entry.key(), mine.value(), entry.value());
      entries.put(
          entry.key(), new YamlMap.Entry(mine == null ? own.at() : mine.at(), entry.key(), value));
    }
    return new YamlMap(own.at(), List.copyOf(entries.values()));
  }

  private static YamlNode stricter(String key, YamlNode own, YamlNode imported) {
    return switch (own) {
      case YamlMap mine when imported instanceof YamlMap theirs -> join(mine, theirs);
      case YamlList mine when imported instanceof YamlList theirs ->
          NARROWED_BY_LESS.contains(key) ? both(mine, theirs) : either(mine, theirs);
      case YamlScalar mine
          when imported instanceof YamlScalar theirs
              && mine.value().isNumber()
              && theirs.value().isNumber() ->
          mine.value().asDouble() >= theirs.value().asDouble() ? mine : theirs;
      default -> own;
    };
  }

  private static YamlList either(YamlList own, YamlList imported) {
    List<YamlNode> items = new ArrayList<>(own.items());
    List<JsonNode> known = new ArrayList<>(own.items().stream().map(YamlNode::toJson).toList());
    for (YamlNode item : imported.items()) {
      if (!known.contains(item.toJson())) items.add(item);
    }
    return new YamlList(own.at(), items);
  }

  private static YamlList both(YamlList own, YamlList imported) {
    List<JsonNode> theirs = imported.items().stream().map(YamlNode::toJson).toList();
    return new YamlList(
        own.at(), own.items().stream().filter(i -> theirs.contains(i.toJson())).toList());
  }
}
