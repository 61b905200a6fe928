package dev.stint.config.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which steps of a plan stand in which branches and loops. Immutable once made. */
final class PlanBlocks {
  private final Map<String, Within> within = new HashMap<>();
  private final Map<String, Set<String>> inside = new LinkedHashMap<>();
  private final Set<String> branches = new LinkedHashSet<>();
  private final Set<String> loops = new LinkedHashSet<>();

  static PlanBlocks of(List<StepDraft> steps) {
    var blocks = new PlanBlocks();
    for (StepDraft step : steps) {
      if (step.map().get("branch").isPresent()) blocks.branches.add(step.id());
      if (step.map().get("loop").isPresent()) blocks.loops.add(step.id());
      step.within()
          .ifPresent(place -> {
            blocks.within.put(step.id(), place);
            blocks.inside.computeIfAbsent(place.block(), _ -> new LinkedHashSet<>()).add(step.id());
          });
    }
    return blocks;
  }

  Optional<Within> within(String step) {
    return Optional.ofNullable(within.get(step));
  }

  /** The steps that stand directly in a block. */
  Set<String> inside(String block) {
    return inside.getOrDefault(block, Set.of());
  }

  boolean branch(String step) {
    return branches.contains(step);
  }

  /** The places around a step, the nearest first. */
  List<Within> around(String step) {
    List<Within> places = new ArrayList<>();
    for (Within place = within.get(step); place != null; place = within.get(place.block())) {
      places.add(place);
    }
    return places;
  }

  boolean inLoop(String step) {
    return around(step).stream().anyMatch(place -> loops.contains(place.block()));
  }
}
