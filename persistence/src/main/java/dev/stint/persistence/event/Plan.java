package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The frozen plan of a run: the steps in order of declaration, every dependency pointing backwards.
 *
 * @param hash SHA-256 of the job's canonical plan, named by approvals (IF-11)
 * @param tools the tools that the job grants, each pinned to the hash of what it declared when the
 *     plan was frozen (A16); left out of plans that were frozen before there were pins
 */
public record Plan(
    List<PlannedStep> steps,
    String hash,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tools) {
  /** The pin of a tool that was not there to be pinned: nothing fits it. */
  public static final String ABSENT = "absent";

  public Plan {
    steps = List.copyOf(steps);
    tools = tools == null ? Map.of() : Map.copyOf(tools);
  }

  /** A plan without pins. */
  public Plan(List<PlannedStep> steps, String hash) {
    this(steps, hash, Map.of());
  }

  /** What the tool must be; nothing when the plan was frozen before there were pins. */
  public Optional<String> pin(String tool) {
    return tools.isEmpty() ? Optional.empty() : Optional.of(tools.getOrDefault(tool, ABSENT));
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
