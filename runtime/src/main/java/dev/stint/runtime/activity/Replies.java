package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model's reply in an agent's turn: what is kept of it, and what it wishes. Pure. */
final class Replies {
  private static final int NAME = 128;
  private static final int HASH = 16;

  private Replies() {}

  /** What is recorded: {@code {text, calls: [{tool, arguments}], finish}}. */
  static ObjectNode json(ModelReply reply) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("text", reply.text());
    json.put("finish", reply.finishReason());
    ArrayNode calls = json.putArray("calls");
    for (ToolCall call : reply.calls()) {
      if (calls.size() == AgentPlan.MOST_CALLS) break;
      calls.addObject().put("tool", name(call.tool())).set("arguments", call.arguments());
    }
    return json;
  }

  private static String name(String tool) {
    return tool.length() <= NAME ? tool : tool.substring(0, NAME);
  }

  static StepCommand.Reply leads(StepScope scope, JsonNode reply, ToolRegistry tools) {
    if (Conversation.agent(scope).summarising()) {
      return new StepCommand.Reply(Leads.SUMMARY, List.of());
    }
    List<Asked> calls = new ArrayList<>();
    for (JsonNode call : reply.path("calls")) {
      String tool = call.path("tool").asText();
      calls.add(
          new Asked(
              tool,
              CanonicalJson.sha256(call).substring(0, HASH),
              effect(tool, tools),
              Optional.empty()));
    }
    if (!calls.isEmpty()) return new StepCommand.Reply(Leads.CALLS, calls);
    boolean fits = answer(scope, reply).isPresent();
    return new StepCommand.Reply(fits ? Leads.ANSWER : Leads.REPAIR, List.of());
  }

  /** The answer, if it fits the step's schema; without one any text does. */
  static Optional<JsonNode> answer(StepScope scope, JsonNode reply) {
    String text = reply.path("text").asText();
    Optional<JsonNode> schema = scope.job().outputSchema(scope.own());
    if (schema.isEmpty()) return Optional.of(JsonNodeFactory.instance.textNode(text));
    try {
      JsonNode answer = Json.parse(text);
      return JsonSchemas.validate(schema.get(), answer).isEmpty()
          ? Optional.of(answer)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Effect effect(String tool, ToolRegistry tools) {
    try {
      return tools.resolve(tool).descriptor().effect();
    } catch (ToolException _) {
      return Effect.NONE; // there is nothing that could be done
    }
  }
}
