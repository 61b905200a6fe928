package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.AgentEvent.Reason;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.AgentState;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An agent's end: makes the step's value of its last reply. Calls nothing. */
final class AgentActivity implements KindActivity {
  private final ActivityPorts ports;

  AgentActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  @Override
  public Intent intend(StepScope scope) {
    AgentState agent = Conversation.agent(scope);
    ObjectNode args = JsonNodeFactory.instance.objectNode();
    Reason reason = agent.closed().orElse(Reason.DONE);
    args.put("reason", reason.name().toLowerCase(Locale.ROOT));
    args.put("turns", agent.turn());
    args.put("calls", agent.calls());
    args.put("tokens", agent.tokens());
    String policy = scope.state().submitted().policyHash();
    return new Intent(args, 0, 0, Verdict.allow("agents.declared", policy), Map.of());
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate) {
    AgentState agent = Conversation.agent(scope);
    ObjectNode output = args.deepCopy();
    JsonNode reply =
        agent
            .reply()
            .map(commit -> ports.values().read(scope.state().submitted().run(), commit))
            .orElseGet(JsonNodeFactory.instance::objectNode);
    boolean done = agent.closed().filter(Reason.DONE::equals).isPresent();
    Optional<JsonNode> answer = done ? Replies.answer(scope, reply) : Optional.empty();
    output.set("answer", answer.orElseGet(JsonNodeFactory.instance::nullNode));
    output.put("text", reply.path("text").asText());
    return new Outcome(ports.values().payload(output), 0, List.of(), List.of(), Map.of());
  }
}
