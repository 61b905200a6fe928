package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.Round;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import java.util.Optional;

/**
 * What the expressions of a step see of the check that may have it done again. A function of the
 * recorded history.
 */
final class RedoScope {
  private RedoScope() {}

  /**
   * {@code {round, findings}}: the number of the round, from 1, and what the check found wrong with
   * the one before; nothing of a step that no check has done again.
   */
  static Optional<ObjectNode> of(RunState state, String at, RunValues values) {
    if (RedoProgress.check(state.submitted().plan(), at).isEmpty()) return Optional.empty();
    ObjectNode redo = JsonNodeFactory.instance.objectNode().put("round", Round.of(at));
    Optional<StepState> before = RedoProgress.findings(state, at);
    JsonNode problems =
        before
            .map(check -> StepScope.valueOf(state, check.id(), values).path("problems"))
            .filter(JsonNode::isArray)
            .orElseGet(JsonNodeFactory.instance::arrayNode);
    redo.set("findings", problems);
    return Optional.of(redo);
  }
}
