package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.AgentState.Answer;
import dev.stint.persistence.state.AgentState.Exchange;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.step.ActivityException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an agent and its tools said since the last summary, as a model is told it. A function of the
 * commitments in the state, so that a replay builds the same.
 */
final class Conversation {
  /** Characters of one output that a model is shown; the whole is in the record. */
  private static final int SHOWN = 16_000;

  private static final String REPAIR =
      "The answer does not fit the required JSON Schema. Answer again with JSON that fits it, and"
          + " nothing else.";

  private static final String SUMMARISE =
      "Summarise this conversation for whoever continues it: the goal, what was done, every fact"
          + " found with its source, and what is still open. Write nothing else.";

  private final StepScope scope;
  private final ActivityPorts ports;
  private final AgentState agent;

  Conversation(StepScope scope, ActivityPorts ports) {
    this.scope = scope;
    this.ports = ports;
    this.agent = agent(scope);
  }

  static AgentState agent(StepScope scope) {
    return scope.state().agents().get(scope.root());
  }

  /** What the call asks for, as the model's reply says. */
  static JsonNode arguments(StepScope scope, RunValues values) throws ActivityException {
    String reply = agent(scope).reply().orElseThrow();
    int number = AgentPlan.callNumber(scope.planned().id());
    JsonNode call =
        values.read(scope.state().submitted().run(), reply).path("calls").path(number - 1);
    if (call.path("arguments").isObject()) return call.get("arguments");
    throw ActivityException.terminal(
        "tool_arguments_invalid", scope.planned().uses() + " takes an object of arguments");
  }

  List<ModelMessage> messages() throws ActivityException {
    List<ModelMessage> messages = new ArrayList<>();
    for (Exchange exchange : agent.transcript()) add(messages, exchange);
    if (agent.summarising()) messages.add(new ModelMessage.User(SUMMARISE));
    return messages;
  }

  private void add(List<ModelMessage> messages, Exchange exchange) throws ActivityException {
    JsonNode reply = value(exchange.reply());
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < exchange.answers().size(); i++) {
      JsonNode call = reply.path("calls").path(i);
      calls.add(new ToolCall(id(exchange, i), call.path("tool").asText(), call.path("arguments")));
    }
    messages.add(new ModelMessage.Assistant(reply.path("text").asText(), calls));
    for (int i = 0; i < exchange.answers().size(); i++) {
      Answer answer = exchange.answers().get(i);
      messages.add(
          new ModelMessage.ToolOutput(id(exchange, i), told(answer), answer.code().isPresent()));
    }
    if (calls.isEmpty()) messages.add(new ModelMessage.User(REPAIR));
  }

  /** Ids of the models' own may repeat over turns. */
  private static String id(Exchange exchange, int index) {
    return "call_" + exchange.turn() + "_" + (index + 1);
  }

  /** A failure is a constant code, never a policy's or a tool's own words (IF-13). */
  private JsonNode told(Answer answer) throws ActivityException {
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    if (answer.output().isEmpty()) return said.put("error", answer.code().orElse("failed"));
    JsonNode output = value(answer.output().get());
    String text = CanonicalJson.text(output);
    return text.length() <= SHOWN
        ? output
        : said.put("cut", true).put("text", text.substring(0, SHOWN));
  }

  private JsonNode value(String commit) throws ActivityException {
    RunId run = scope.state().submitted().run();
    return ports.redaction().apply(scope, Place.PROMPT, ports.values().read(run, commit));
  }

  /** SHA-256 over the commitments of everything that is said; the values are in the record. */
  String hash() {
    var named = JsonNodeFactory.instance.arrayNode();
    agent.summary().ifPresent(named::add);
    for (Exchange exchange : agent.transcript()) {
      named.add(exchange.reply());
      for (Answer answer : exchange.answers()) {
        named.add(answer.output().orElseGet(() -> answer.code().orElse("")));
      }
    }
    return CanonicalJson.sha256(named);
  }
}
