package dev.stint.persistence.event;

import java.util.List;
import java.util.Optional;

/**
 * The frozen plan of a run: the steps in order of declaration, every dependency pointing backwards.
 *
 * @param hash SHA-256 of the job's canonical plan, named by approvals (IF-11)
 */
public record Plan(List<PlannedStep> steps, String hash) {
  public Plan {
    steps = List.copyOf(steps);
  }

  public Optional<PlannedStep> find(String id) {
    for (PlannedStep step : steps) {
      if (step.id().equals(id)) return Optional.of(step);
    }
    return Optional.empty();
  }

  /**
   * The step of that id.
   *
   * @throws IllegalArgumentException when the plan has none, which only a damaged history can cause
   */
  public PlannedStep step(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalArgumentException("the plan has no step \"" + id + "\""));
  }
}
