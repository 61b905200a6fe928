package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.AgentStep;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.AgentState;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.model.PromptTemplate;
import dev.stint.runtime.model.ToolOffer;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One turn of an agent: asks its model what to do next, or to summarise (C3). The arguments name
 * the conversation by a hash over its commitments, so that a turn costs no more bytes than the one
 * before.
 */
final class TurnActivity implements KindActivity {
  private final ActivityPorts ports;
  private final ModelCalls calls;

  TurnActivity(ActivityPorts ports) {
    this.ports = ports;
    this.calls = new ModelCalls(ports.models());
  }

  ToolRegistry tools() {
    return ports.tools();
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    AgentState agent = Conversation.agent(scope);
    Goal goal = goal(scope);
    String use = ModelCalls.use(scope, step(scope).model());
    ObjectNode args = JsonNodeFactory.instance.objectNode();
    args.put("model", use);
    args.put("maxOutputTokens", envelope(scope).maxTokens());
    args.put("temperature", scope.job().spec().model().temperature());
    args.put("turn", agent.turn());
    args.put("summarise", agent.summarising());
    args.put("goal", goal.hash());
    args.put("conversation", new Conversation(scope, ports).hash());
    ModelRequest request = request(scope, goal, args, "");
    long worst = calls.provider(use).promptTokens(request) + request.maxOutputTokens();
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        args,
        worst,
        0,
        Verdict.allow("models.declared", policy),
        Map.of("model", use, "prompt", step(scope).prompt(), "prompt_hash", goal.promptHash()));
  }

  private static AgentStep step(StepScope scope) {
    return (AgentStep) scope.spec();
  }

  private static AgentPlan envelope(StepScope scope) {
    return scope.state().plan().step(scope.root()).agent().orElseThrow();
  }

  /**
   * What the job asks of the agent, redacted.
   *
   * @param instructions trusted text
   * @param data values, which never are instructions
   */
  private record Goal(String instructions, JsonNode data, String promptHash) {
    String hash() {
      return CanonicalJson.sha256(
          JsonNodeFactory.instance.objectNode().put("text", instructions).set("data", data));
    }
  }

  private Goal goal(StepScope scope) throws ActivityException {
    String text = scope.job().promptText(scope.own());
    PromptTemplate prompt = PromptTemplate.compile(step(scope).prompt(), text);
    JsonNode params = scope.job().params(scope.own(), scope.scope());
    Map<String, JsonNode> inline = new LinkedHashMap<>();
    for (var param : params.properties()) {
      boolean named = text.contains("{{" + param.getKey() + "}}");
      if (named && param.getValue().isValueNode()) inline.put(param.getKey(), param.getValue());
    }
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    try {
      whole.put("text", prompt.render(inline));
    } catch (IllegalArgumentException e) {
      throw ActivityException.terminal("prompt_not_renderable", e.getMessage());
    }
    whole.set("data", params);
    JsonNode safe = ports.redaction().apply(scope, Place.PROMPT, whole);
    return new Goal(safe.path("text").asText(), safe.path("data"), prompt.hash());
  }

  private ModelRequest request(StepScope scope, Goal goal, JsonNode args, String key)
      throws ActivityException {
    AgentState agent = Conversation.agent(scope);
    List<DataBlock> data = new ArrayList<>();
    goal.data().properties().forEach(e -> data.add(new DataBlock(e.getKey(), e.getValue())));
    if (agent.summary().isPresent()) data.add(new DataBlock("summary_so_far", summary(scope)));
    String use = args.path("model").asText();
    return new ModelRequest(
            use.substring(use.indexOf('/') + 1),
            goal.instructions(),
            data,
            agent.summarising() ? Optional.empty() : scope.job().outputSchema(scope.own()),
            args.path("maxOutputTokens").asInt(),
            args.path("temperature").asDouble(),
            key)
        .in(
            new Conversation(scope, ports).messages(),
            agent.summarising() ? List.of() : offers(scope));
  }

  private JsonNode summary(StepScope scope) throws ActivityException {
    String commit = Conversation.agent(scope).summary().orElseThrow();
    JsonNode reply = ports.values().read(scope.state().submitted().run(), commit);
    return ports.redaction().apply(scope, Place.PROMPT, reply.path("text"));
  }

  private List<ToolOffer> offers(StepScope scope) {
    List<ToolOffer> offers = new ArrayList<>();
    for (AgentPlan.Tool tool : envelope(scope).tools()) {
      if (tool.job().isPresent()) {
        AgentPlan.SubJob job = tool.job().get();
        offers.add(new ToolOffer(tool.name(), job.description(), Json.parse(job.inputs())));
        continue;
      }
      try {
        ToolDescriptor found =
            ToolPolicy.granted(scope.job().spec(), ports.tools(), tool.name()).descriptor();
        if (ToolPolicy.drifted(found, ports.tools(), scope.state().submitted().plan())) continue;
        offers.add(new ToolOffer(found.name(), found.description(), found.inputSchema()));
      } catch (ToolException _) {
        // A tool that this node does not have cannot be offered.
      }
    }
    return offers;
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    ModelRequest request =
        request(scope, goal(scope), args, permit.idempotencyKey())
            .from(scope.origin(permit.attempt()));
    gate.enter();
    String use = args.path("model").asText();
    ModelReply reply = calls.call(scope, step(scope).model(), use, request);
    if (Conversation.agent(scope).summarising() && reply.text().isBlank()) {
      throw new ActivityException(
          Failure.retryable("model_output_invalid", "the model's summary is empty"),
          Optional.of(reply.billedTokens()));
    }
    ObjectNode said = Replies.json(reply);
    return new Outcome(
        ports.values().payload(said),
        reply.billedTokens(),
        List.of(),
        List.of(),
        calls.pins(use, reply, Sha256.hex(reply.text())),
        Optional.of(Replies.leads(scope, said, ports.tools())));
  }
}
