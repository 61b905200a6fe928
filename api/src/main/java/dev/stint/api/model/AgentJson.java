package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.state.AgentProgress;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import java.util.Locale;

/** How far an agent is: its turns and calls, counted, and what it works on. Pure. */
final class AgentJson {
  private AgentJson() {}

  static ObjectNode of(RunState state, AgentState agent) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("turns", agent.turn());
    json.put("summaries", agent.summaries());
    json.put("calls", agent.calls());
    json.put("tokens", agent.tokens());
    json.put("denied", agent.denials().writes() + agent.denials().reads());
    agent.watch().taken().ifPresent(m -> json.put("watchdog", m.name().toLowerCase(Locale.ROOT)));
    agent.closed().ifPresent(r -> json.put("reason", r.name().toLowerCase(Locale.ROOT)));
    ArrayNode open = json.putArray("open");
    for (StepState step : AgentProgress.of(state, agent)) {
      if (!step.done()) open.add(step.id());
    }
    return json;
  }
}
