package dev.stint.runtime.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.Course;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.label.Flows;
import dev.stint.runtime.label.RunLabels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the labels of one run's values must be, by the expressions of its job and what is recorded
 * before (IF-2, IF-3). Not thread-safe.
 */
final class Origins {
  private final CompiledJob job;
  private final Function<String, Optional<JsonNode>> payloads;
  private final Map<String, Optional<CompiledJob>> made = new HashMap<>();

  /**
   * @param payloads of the run that are in the bundle, as JSON
   */
  Origins(CompiledJob job, Function<String, Optional<JsonNode>> payloads) {
    this.job = job;
    this.payloads = payloads;
  }

  /** What the unit hands over; nothing when the plan behind it was erased. */
  Optional<Flows> flows(RunState before, UnitId unit) {
    return job(before).flatMap(known -> new RunLabels(before, known).flows(unit));
  }

  /** What the unit's answer adds; nothing when that depends on arguments that were erased. */
  Optional<Label> brings(RunState before, UnitId unit, String args) {
    Optional<Label> declared =
        before.plan().find(unit.step()).flatMap(s -> s.sink()).flatMap(s -> s.brings());
    if (declared.isPresent()) return declared;
    return payloads
        .apply(args)
        .flatMap(value -> job(before).flatMap(j -> new RunLabels(before, j).brings(unit, value)));
  }

  /** With the steps of the plan that a model made, once that is fixed. */
  private Optional<CompiledJob> job(RunState state) {
    Optional<Course.Made> plan = state.course().made();
    if (plan.isEmpty()) return Optional.of(job);
    return made.computeIfAbsent(
        plan.get().document(),
        document ->
            payloads
                .apply(document)
                .flatMap(text ->
                    job.planned(text.path("steps")) instanceof SpecResult.Ok ok
                        ? Optional.of(ok.job())
                        : Optional.empty()));
  }
}
