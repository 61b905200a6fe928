package dev.stint.config.spec;

import dev.stint.config.text.NearestName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What checks with {@code redo} do again: the step they name, themselves, and whatever stands
 * between the two. No other step may read of these what a check has not passed yet.
 */
final class PlanRedos {
  private final PlanGraph graph;
  private final List<StepDraft> steps;
  private final Problems problems;
  private final Map<String, Set<String>> again = new LinkedHashMap<>();

  private PlanRedos(PlanGraph graph, List<StepDraft> steps, Problems problems) {
    this.graph = graph;
    this.steps = steps;
    this.problems = problems;
  }

  /** The steps that each such check does again, in the plan's order; notes what cannot be done. */
  static Map<String, Set<String>> of(PlanGraph graph, List<StepDraft> steps, Problems problems) {
    var redos = new PlanRedos(graph, steps, problems);
    for (StepDraft step : steps) {
      if (step.spec().orElse(null) instanceof CheckStep check) {
        check.redo().ifPresent(redo -> redos.add(step, redo));
      }
    }
    redos.again.forEach(redos::closed);
    return redos.again;
  }

  private void add(StepDraft check, Redo redo) {
    if (!graph.ids().contains(redo.step())) {
      refuse(
          check,
          "unknown_step",
          "unknown step \"" + redo.step() + "\"" + NearestName.hint(redo.step(), graph.ids()),
          "redo names an earlier step of the plan");
      return;
    }
    if (!graph.ancestors(check.id()).contains(redo.step())) {
      refuse(
          check,
          "redo_not_before",
          "check \"" + check.id() + "\" does not depend on step \"" + redo.step() + "\"",
          "name a step whose value the check looks at");
      return;
    }
    Set<String> between = between(redo.step(), check.id());
    Set<String> blocks = new LinkedHashSet<>();
    for (StepDraft step : steps) {
      boolean block = step.map().get("branch").isPresent() || step.map().get("loop").isPresent();
      if (between.contains(step.id()) && (block || step.within().isPresent())) {
        blocks.add(step.id());
      }
    }
    if (!blocks.isEmpty()) {
      refuse(
          check,
          "redo_over_block",
          "a branch or loop would be done again: " + String.join(", ", blocks),
          "put the steps and the check into a loop: loop: {max: 3, until: 'steps.<check>.passed'}");
      return;
    }
    for (var other : again.entrySet()) {
      Set<String> both = new TreeSet<>(between);
      both.retainAll(other.getValue());
      if (both.isEmpty()) continue;
      refuse(
          check,
          "redo_overlap",
          "check \"" + other.getKey() + "\" does " + String.join(", ", both) + " again, too",
          "let one check hold both conditions");
      return;
    }
    again.put(check.id(), between);
  }

  private Set<String> between(String from, String check) {
    Set<String> found = new LinkedHashSet<>();
    for (StepDraft step : steps) {
      String id = step.id();
      boolean after = id.equals(from) || graph.ancestors(id).contains(from);
      boolean before = id.equals(check) || graph.ancestors(check).contains(id);
      if (after && before) found.add(id);
    }
    return found;
  }

  /** Nobody outside goes on with what may be done again. */
  private void closed(String check, Set<String> inside) {
    for (StepDraft step : steps) {
      if (inside.contains(step.id()) || graph.ancestors(step.id()).contains(check)) continue;
      Optional<StepDraft.Dependency> early =
          step.dependsOn().stream().filter(on -> inside.contains(on.id())).findFirst();
      early.ifPresent(on ->
          problems.add(
              on.at(),
              on.pointer(),
              "redo_escapes",
              "step \""
                  + step.id()
                  + "\" goes on with \""
                  + on.id()
                  + "\", which check \""
                  + check
                  + "\" may have done again",
              "let it depend on " + check));
    }
  }

  private void refuse(StepDraft check, String code, String message, String hint) {
    problems.add(
        check.map().get("onFail").orElse(check.map()),
        check.pointer() + "/onFail",
        code,
        message,
        hint);
  }
}
