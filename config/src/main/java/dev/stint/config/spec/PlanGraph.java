package dev.stint.config.spec;

import dev.stint.config.text.NearestName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The order of a plan: who waits for whom. */
final class PlanGraph {
  private final Map<String, Set<String>> before = new LinkedHashMap<>();
  private final Map<String, Set<String>> ancestors = new LinkedHashMap<>();

  private PlanGraph() {}

  /** Builds the graph and notes unknown and circular dependencies. */
  static PlanGraph of(List<StepDraft> steps, Problems problems) {
    var graph = new PlanGraph();
    steps.forEach(step -> graph.before.put(step.id(), new LinkedHashSet<>()));
    for (StepDraft step : steps) {
      for (var dependency : step.dependsOn()) graph.add(step, dependency, problems);
    }
    graph.cycles(steps, problems);
    graph.before.keySet().forEach(id -> graph.ancestors.put(id, graph.reach(id)));
    return graph;
  }

  Set<String> ids() {
    return Collections.unmodifiableSet(before.keySet());
  }

  /** Every step that has certainly ended when {@code id} starts. */
  Set<String> ancestors(String id) {
    return ancestors.getOrDefault(id, Set.of());
  }

  private void add(StepDraft step, StepDraft.Dependency dependency, Problems problems) {
    String id = dependency.id();
    if (id.equals(step.id())) {
      problems.add(
          dependency.at(),
          dependency.pointer(),
          "self_dependency",
          "step \"" + id + "\" depends on itself",
          "remove it from dependsOn");
    } else if (before.containsKey(id)) {
      before.get(step.id()).add(id);
    } else {
      Optional<String> meant = NearestName.of(id, before.keySet());
      problems.add(
          dependency.at(),
          dependency.pointer(),
          "unknown_step",
          "unknown step \"" + id + "\"" + NearestName.hint(id, before.keySet()),
          "dependsOn lists ids of other steps of the plan");
      // Going on with what was probably meant keeps follow-up reports away.
      meant.filter(name -> !name.equals(step.id())).ifPresent(before.get(step.id())::add);
    }
  }

  private void cycles(List<StepDraft> steps, Problems problems) {
    Set<String> done = new LinkedHashSet<>();
    for (StepDraft step : steps) {
      List<String> cycle = cycle(step.id(), new ArrayList<>(), done);
      if (cycle.isEmpty()) continue;
      var at =
          steps.stream().filter(s -> s.id().equals(cycle.getFirst())).findFirst().orElseThrow();
      problems.add(
          at.map().get("dependsOn").orElse(at.map()),
          at.pointer() + "/dependsOn",
          "cycle",
          "the steps wait for each other: " + String.join(" -> ", cycle),
          "remove one of these dependencies");
    }
  }

  private List<String> cycle(String id, List<String> path, Set<String> done) {
    int seen = path.indexOf(id);
    if (seen >= 0) {
      List<String> cycle = new ArrayList<>(path.subList(seen, path.size()));
      cycle.add(id);
      return cycle;
    }
    if (!done.add(id)) return List.of();
    path.add(id);
    for (String earlier : before.get(id)) {
      List<String> cycle = cycle(earlier, path, done);
      if (!cycle.isEmpty()) return cycle;
    }
    path.removeLast();
    return List.of();
  }

  private Set<String> reach(String id) {
    Set<String> reached = new TreeSet<>();
    var open = new ArrayList<>(before.get(id));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (reached.add(next)) open.addAll(before.get(next));
    }
    return Collections.unmodifiableSet(reached);
  }
}
