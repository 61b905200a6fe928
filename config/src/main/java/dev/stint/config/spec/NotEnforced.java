package dev.stint.config.spec;

import dev.stint.config.text.Position;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.List;

/**
 * Warns about what the format knows and this version does not act on: a job must not rely on it
 * unawares (A1).
 */
final class NotEnforced {
  /** Paths from the root; {@code *} is every item or key. */
  private static final List<List<String>> PATHS =
      List.of(
          List.of("schedule"),
          List.of("sla"),
          List.of("alerts"),
          List.of("evals"),
          List.of("budget", "tokens", "perDay"),
          List.of("budget", "cost"),
          List.of("outputs", "*", "dest"),
          List.of("outputs", "*", "retain"),
          List.of("defaults", "retry", "jitter"),
          List.of("tools", "*", "scopes"),
          List.of("tools", "*", "compensate"),
          List.of("policies", "citations", "from"),
          List.of("policies", "onViolation", "notify"));

  /** Paths from a step, wherever it stands. */
  private static final List<List<String>> IN_STEPS =
      List.of(List.of("retry", "jitter"), List.of("cache"));

  private static final String ON_SOFT = "/budget/onSoft";

  private final Problems problems;

  NotEnforced(Problems problems) {
    this.problems = problems;
  }

  void check(YamlNode root) {
    for (List<String> path : PATHS) visit(root, path, "");
    if (root instanceof YamlMap job) steps(job, "plan", "");
    if (YamlPointer.find(root, ON_SOFT) instanceof YamlScalar s && s.text().equals("throttle")) {
      warn(s.at(), "onSoft: throttle", ON_SOFT);
    }
  }

  /** Steps in a list, and those in the blocks among them. */
  private void steps(YamlMap owner, String key, String above) {
    if (!(owner.get(key).orElse(null) instanceof YamlList list)) return;
    for (int i = 0; i < list.items().size(); i++) {
      if (!(list.items().get(i) instanceof YamlMap step)) continue;
      String pointer = above + "/" + key + "/" + i;
      for (List<String> path : IN_STEPS) visit(step, path, pointer);
      if (step.get("branch").orElse(null) instanceof YamlList cases) cases(cases, pointer);
      if (step.get("loop").orElse(null) instanceof YamlMap loop) {
        steps(loop, "steps", pointer + "/loop");
      }
    }
  }

  private void cases(YamlList cases, String pointer) {
    for (int i = 0; i < cases.items().size(); i++) {
      if (!(cases.items().get(i) instanceof YamlMap one)) continue;
      for (String key : List.of("steps", "else")) steps(one, key, pointer + "/branch/" + i);
    }
  }

  private void visit(YamlNode node, List<String> path, String pointer) {
    String name = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    switch (node) {
      case YamlMap map -> {
        for (YamlMap.Entry entry : map.entries()) {
          if (!name.equals("*") && !name.equals(entry.key())) continue;
          boolean answers = entry.key().equals("cache") && map.get("prompt").isPresent();
          if (rest.isEmpty() && answers) continue; // of models are used again
          String at = pointer + "/" + entry.key();
          if (rest.isEmpty()) warn(entry.at(), entry.key(), at);
          else visit(entry.value(), rest, at);
        }
      }
      case YamlList list when name.equals("*") -> {
        for (int i = 0; i < list.items().size(); i++) {
          visit(list.items().get(i), rest, pointer + "/" + i);
        }
      }
      default -> {}
    }
  }

  private void warn(Position at, String what, String pointer) {
    problems.warn(
        JobBundle.SPEC,
        at,
        pointer,
        "not_enforced",
        what + " is read and checked, and this version does not act on it",
        "do not rely on it");
  }
}
