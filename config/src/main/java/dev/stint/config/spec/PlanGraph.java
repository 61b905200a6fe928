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
  private final PlanBlocks blocks;

  private PlanGraph(PlanBlocks blocks) {
    this.blocks = blocks;
  }

  /** Builds the graph and notes unknown and circular dependencies. */
  static PlanGraph of(List<StepDraft> steps, Problems problems) {
    var graph = new PlanGraph(PlanBlocks.of(steps));
    steps.forEach(step -> graph.before.put(step.id(), new LinkedHashSet<>()));
    for (StepDraft step : steps) {
      for (var dependency : step.dependsOn()) graph.add(step, dependency, problems);
    }
    graph.cycles(steps, problems);
    graph.before.keySet().forEach(id -> graph.ancestors.put(id, graph.reach(graph.start(id))));
    return graph;
  }

  Set<String> ids() {
    return Collections.unmodifiableSet(before.keySet());
  }

  /** Every step that has ended when {@code id} starts, or stands in a branch that was not taken. */
  Set<String> ancestors(String id) {
    return ancestors.getOrDefault(id, Set.of());
  }

  /** Those of its ancestors that may not have been taken. */
  Set<String> unsure(String id) {
    return outside(ancestors(id), blocks.around(id));
  }

  /** Every step that has certainly ended when {@code id} starts, or was skipped by its own when. */
  Set<String> certain(String id) {
    Set<String> certain = new TreeSet<>(ancestors(id));
    certain.removeAll(unsure(id));
    return certain;
  }

  boolean inLoop(String id) {
    return blocks.inLoop(id);
  }

  /** What may be read when the whole plan has ended; a loop shows its value only. */
  Set<String> atEnd() {
    Set<String> all = new TreeSet<>(ids());
    all.removeIf(blocks::inLoop);
    return all;
  }

  Set<String> unsureAtEnd() {
    return outside(atEnd(), List.of());
  }

  /** What may be read when an iteration of {@code loop} has ended. */
  Set<String> insideAtEnd(String loop) {
    List<String> from = start(loop);
    from.addAll(blocks.inside(loop));
    return reach(from);
  }

  Set<String> unsureInsideAtEnd(String loop) {
    List<Within> places = new ArrayList<>(blocks.around(loop));
    places.add(new Within(loop, 0));
    return outside(insideAtEnd(loop), places);
  }

  /** Those steps that stand in a place which is none of {@code places}. */
  private Set<String> outside(Set<String> steps, List<Within> places) {
    Set<String> found = new TreeSet<>(steps);
    found.removeIf(step -> places.containsAll(blocks.around(step)));
    return found;
  }

  /** What must have ended before a step can start: its own dependencies and its blocks'. */
  private List<String> start(String id) {
    List<String> from = new ArrayList<>(before.getOrDefault(id, Set.of()));
    for (Within place : blocks.around(id)) {
      from.addAll(before.getOrDefault(place.block(), Set.of()));
    }
    return from;
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
    } else if (before.containsKey(id) && !blocks.within(id).equals(step.within())) {
      problems.add(
          dependency.at(),
          dependency.pointer(),
          "dependency_across_block",
          "step \"" + id + "\" does not stand in the same block as step \"" + step.id() + "\"",
          "a block waits for what its steps need, and others wait for the block");
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

  private Set<String> reach(List<String> from) {
    Set<String> reached = new TreeSet<>();
    var open = new ArrayList<>(from);
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (!reached.add(next)) continue;
      open.addAll(before.getOrDefault(next, Set.of()));
      if (blocks.branch(next)) open.addAll(blocks.inside(next));
    }
    return Collections.unmodifiableSet(reached);
  }
}
