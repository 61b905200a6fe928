package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.persistence.state.RunState;

/** What expressions see of the loop that they stand in. A function of the recorded history. */
final class LoopScope {
  private LoopScope() {}

  /**
   * {@code {number, previous}}; the values of the iteration before, or null in the first.
   *
   * @param at a step of the iteration, or anything with its marks
   */
  static ObjectNode of(RunState state, String at, RunValues values) {
    int number = Iteration.number(at);
    ObjectNode loop = JsonNodeFactory.instance.objectNode().put("number", number);
    JsonNode before =
        number > 1
            ? iteration(state, Iteration.at(AgentPlan.root(at), number - 1), values)
            : JsonNodeFactory.instance.nullNode();
    loop.set("previous", before);
    return loop;
  }

  /** The values of the steps of one iteration, by their ids in the job. */
  static ObjectNode iteration(RunState state, String at, RunValues values) {
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    Plan plan = state.plan();
    String marks = at.substring(at.indexOf('~'));
    for (PlannedStep step : plan.steps()) {
      String own = Iteration.own(step.id());
      boolean here = step.id().equals(own + marks);
      if (here && BlockProgress.taken(state, step)) {
        found.set(own, StepScope.valueOf(state, step.id(), values));
      }
    }
    return found;
  }
}
