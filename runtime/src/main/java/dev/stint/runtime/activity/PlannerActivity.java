package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Round;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.decision.RedoDecisions;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a model make the plan (A3, IF-4): it is told the goal, the inputs and what the tools do, and
 * nothing that came from outside. Its answer must fit a schema that offers only what is granted,
 * and then everything that a composer's plan must. What is refused is sent back with all problems,
 * in a round of its own with a permit of its own, a bounded number of times.
 */
final class PlannerActivity implements KindActivity {
  private final ActivityPorts ports;
  private final ModelCalls calls;

  PlannerActivity(ActivityPorts ports) {
    this.ports = ports;
    this.calls = new ModelCalls(ports.models());
  }

  private static PlannerSpec spec(StepScope scope) {
    return scope.job().spec().planner().orElseThrow();
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    PlannerSpec planner = spec(scope);
    String goal = scope.job().bundle().text(planner.goal()).orElseThrow();
    String use = ModelCalls.use(scope, planner.model());
    ObjectNode args = JsonNodeFactory.instance.objectNode();
    args.put("model", use);
    args.put("goal", goal);
    args.set("inputs", scope.scope().path("inputs"));
    args.put("maxOutputTokens", planner.maxTokens());
    args.put("maxSteps", planner.maxSteps());
    ArrayNode tools = args.putArray("tools");
    for (ToolDescriptor tool : tools(scope)) {
      tools.addObject().put("name", tool.name()).put("version", tool.version());
    }
    planner.prompts().forEach(args.putArray("prompts")::add);
    if (!planner.agents().isEmpty()) planner.agents().forEach(args.putArray("agents")::add);
    if (!planner.components().isEmpty()) {
      planner.components().forEach(args.putArray("components")::add);
    }
    JsonNode findings = scope.scope().path("redo").path("findings");
    if (!findings.isEmpty()) args.set("problems", findings);
    JsonNode redacted = ports.redaction().apply(scope, Place.PROMPT, args);
    long prompt = calls.provider(use).promptTokens(request(scope, redacted, ""));
    return new Intent(
        redacted,
        prompt + planner.maxTokens(),
        0,
        Verdict.allow("models.declared", scope.state().submitted().policyHash()),
        Map.of("model", use, "prompt", planner.goal(), "prompt_hash", Sha256.hex(goal)));
  }

  private List<ToolDescriptor> tools(StepScope scope) {
    List<ToolDescriptor> found = new ArrayList<>();
    for (String name : spec(scope).tools()) {
      try {
        found.add(ToolPolicy.granted(scope.job().spec(), ports.tools(), name).descriptor());
      } catch (ToolException _) {
        // A tool that this node does not have cannot be planned with.
      }
    }
    return found;
  }

  private ModelRequest request(StepScope scope, JsonNode args, String key) {
    PlannerPrompt prompt = new PlannerPrompt(scope.job(), tools(scope));
    String use = args.path("model").asText();
    return new ModelRequest(
        use.substring(use.indexOf('/') + 1),
        args.path("goal").asText() + "\n\n" + prompt.rules(),
        prompt.data(args),
        Optional.of(prompt.schema(args)),
        args.path("maxOutputTokens").asInt(),
        scope.job().spec().model().temperature(),
        key);
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    String use = args.path("model").asText();
    int round = Round.of(scope.planned().id());
    ModelRequest request = request(scope, args, permit.idempotencyKey()).from(scope.origin(round));
    gate.enter();
    ModelReply reply = calls.call(scope, spec(scope).model(), use, request);
    PlanReview.Finding finding =
        PlanReview.of(
            scope.job(),
            new PlannerPrompt(scope.job(), tools(scope)).schema(args),
            args.path("maxSteps").asInt(),
            reply.text(),
            scope.state().pot().available());
    Map<String, String> pins = calls.pins(use, reply, Sha256.hex(reply.text()));
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("attempts", round);
    if (finding.problems().isEmpty()) {
      PlanForecast forecast = PlanForecast.of(scope.job(), finding.steps());
      output.set("steps", finding.steps());
      output.put("forecastTokens", forecast.tokens());
      forecast.perItem().forEach(output.putArray("perItem")::add);
    } else if (RedoDecisions.left(scope.planned())) {
      pins.put(RedoDecisions.PIN, PlannerSpec.PLAN);
      finding.problems().forEach(output.putArray("problems")::add);
    } else {
      throw new ActivityException(
          Failure.terminal("plan_refused", String.join("; ", finding.problems())),
          Optional.of(reply.billedTokens()));
    }
    return new Outcome(
        ports.values().payload(output), reply.billedTokens(), List.of(), List.of(), pins);
  }
}
