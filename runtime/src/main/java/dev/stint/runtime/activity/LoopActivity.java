package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.Course;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.util.List;
import java.util.Map;

/** A loop's end: its value holds those of every iteration. Calls nothing. */
final class LoopActivity implements KindActivity {
  private final ActivityPorts ports;

  LoopActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  @Override
  public Intent intend(StepScope scope) {
    Course.Loop loop = scope.state().course().loops().get(scope.planned().id());
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        JsonNodeFactory.instance
            .objectNode()
            .put("done", loop.done())
            .put("count", loop.iteration()),
        0,
        0,
        Verdict.allow("blocks.declared", policy),
        Map.of());
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate) {
    ObjectNode output = args.deepCopy();
    ArrayNode iterations = JsonNodeFactory.instance.arrayNode();
    for (int i = 1; i <= args.path("count").intValue(); i++) {
      String at = scope.planned().id() + "~" + i;
      iterations.add(LoopScope.iteration(scope.state(), at, ports.values()));
    }
    output.set("last", iterations.get(iterations.size() - 1));
    output.set("iterations", iterations);
    return new Outcome(ports.values().payload(output), 0, List.of(), List.of(), Map.of());
  }
}
