package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
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
 * a bounded number of times.
 */
final class PlannerActivity implements KindActivity {
  private static final String RULES =
      """
      Make a plan that reaches the goal. Answer with JSON that fits the schema, and nothing else.
      Steps run one after the other unless dependsOn says otherwise. A step reads an earlier one by
      ${{ steps.ID.NAME }} in its params, and an input by ${{ inputs.NAME }}. Use as few steps as
      will do. Call the step whose value is the result "result".
      """;

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
    args.put("attempts", planner.attempts());
    args.put("maxSteps", planner.maxSteps());
    ArrayNode tools = args.putArray("tools");
    for (ToolDescriptor tool : tools(scope)) {
      tools.addObject().put("name", tool.name()).put("version", tool.version());
    }
    JsonNode redacted = ports.redaction().apply(scope, Place.PROMPT, args);
    // A try that is refused is told of up to as many problems as one answer is long.
    long once = calls.provider(use).promptTokens(request(scope, redacted, List.of(), ""));
    long worst = planner.attempts() * (once + 2L * planner.maxTokens());
    return new Intent(
        redacted,
        worst,
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

  private ModelRequest request(StepScope scope, JsonNode args, List<String> problems, String key) {
    List<DataBlock> data = new ArrayList<>();
    data.add(new DataBlock("inputs", args.path("inputs")));
    ArrayNode described = JsonNodeFactory.instance.arrayNode();
    for (ToolDescriptor tool : tools(scope)) {
      ObjectNode one = described.addObject().put("tool", tool.name());
      one.put("does", tool.description());
      one.set("params", tool.inputSchema());
      one.set("yields", tool.outputSchema());
    }
    data.add(new DataBlock("tools", described));
    if (!problems.isEmpty()) {
      ArrayNode listed = JsonNodeFactory.instance.arrayNode();
      problems.forEach(listed::add);
      data.add(new DataBlock("problems_of_the_last_plan", listed));
    }
    String use = args.path("model").asText();
    return new ModelRequest(
        use.substring(use.indexOf('/') + 1),
        args.path("goal").asText() + "\n\n" + RULES,
        data,
        Optional.of(PlanSchema.of(tools(scope), args.path("maxSteps").asInt())),
        args.path("maxOutputTokens").asInt(),
        scope.job().spec().model().temperature(),
        key);
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    JsonNode schema = PlanSchema.of(tools(scope), args.path("maxSteps").asInt());
    String use = args.path("model").asText();
    ArrayNode refused = JsonNodeFactory.instance.arrayNode();
    List<String> problems = List.of();
    long billed = 0;
    for (int i = 1; i <= args.path("attempts").asInt(); i++) {
      ModelRequest request =
          request(scope, args, problems, permit.idempotencyKey() + "/" + i).from(scope.origin(i));
      if (i > 1 && promptTooLong(scope, use, args, request)) break;
      gate.enter();
      ModelReply reply = calls.call(scope, spec(scope).model(), use, request);
      billed += reply.billedTokens();
      PlanReview.Finding finding =
          PlanReview.of(scope.job(), schema, reply.text(), scope.state().pot().available());
      problems = finding.problems();
      if (problems.isEmpty()) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.set("steps", finding.steps());
        output.put("forecastTokens", PlanReview.forecast(finding.steps()));
        output.put("attempts", i);
        output.set("refused", refused);
        return new Outcome(
            ports.values().payload(output),
            billed,
            List.of(),
            List.of(),
            calls.pins(use, reply, Sha256.hex(reply.text())));
      }
      problems.forEach(refused.addObject().put("attempt", i).putArray("problems")::add);
    }
    throw new ActivityException(
        Failure.terminal("plan_refused", String.join("; ", problems)), Optional.of(billed));
  }

  /** What was reserved for a try pays for its prompt and answer. */
  private boolean promptTooLong(StepScope scope, String use, JsonNode args, ModelRequest request)
      throws ActivityException {
    long first = calls.provider(use).promptTokens(request(scope, args, List.of(), ""));
    return calls.provider(use).promptTokens(request)
        > first + args.path("maxOutputTokens").asLong();
  }
}
