package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.schema.SchemaProblem;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.RunEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.fault.FaultPoint;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls a tool: typed both ways, granted or denied, at most so many at a time (B1, F1). */
final class ToolActivity implements KindActivity {
  private final ActivityPorts ports;
  private final ToolGates gates = new ToolGates();
  private final ToolSchemas schemas = new ToolSchemas();

  ToolActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    return AgentPlan.grown(scope.planned().id())
        ? intent(scope, Conversation.arguments(scope, ports.values()))
        : intent(scope, scope.job().params(scope.planned().id(), scope.scope()));
  }

  @Override
  public Intent intendApproved(StepScope scope, JsonNode args) throws ActivityException {
    return intent(scope, args);
  }

  private Intent intent(StepScope scope, JsonNode params) throws ActivityException {
    String policy = scope.state().submitted().policyHash();
    String name = scope.planned().uses();
    Verdict verdict = ToolPolicy.decide(scope.job().spec(), ports.tools(), name, policy);
    if (!verdict.allowed()) return new Intent(params, 0, 0, verdict, Map.of());
    ToolDescriptor descriptor = tool(scope).descriptor();
    if (descriptor.effect() == Effect.WRITE && !scope.job().citationsChecked(scope.own())) {
      Verdict unchecked = Verdict.deny("citations.before_write", "citations_unchecked", policy);
      return new Intent(params, 0, 0, unchecked, Map.of());
    }
    JsonNode full = withDefaults(descriptor, params);
    JsonNode args =
        descriptor.effect() == Effect.WRITE
            ? ports.redaction().apply(scope, Place.OUTPUT, full)
            : full;
    List<SchemaProblem> problems = schemas.of(descriptor).input().validate(args);
    if (!problems.isEmpty()) {
      throw ActivityException.terminal(
          "tool_arguments_invalid",
          name + " does not take these arguments: " + problems.getFirst());
    }
    return new Intent(
        args,
        args.path("maxTokens").asLong(0),
        0,
        verdict,
        Map.of(
            "tool",
            name,
            "tool_version",
            descriptor.version(),
            "tool_schema",
            schemas.of(descriptor).inputHash()));
  }

  /**
   * The arguments with what the input schema gives for those left out, so that what is reserved,
   * approved and recorded is what the tool works with.
   */
  private static JsonNode withDefaults(ToolDescriptor descriptor, JsonNode params) {
    if (!(params instanceof ObjectNode object)) return params;
    ObjectNode full = object.deepCopy();
    for (var property : descriptor.inputSchema().path("properties").properties()) {
      JsonNode standard = property.getValue().path("default");
      if (!standard.isMissingNode() && !full.has(property.getKey())) {
        full.set(property.getKey(), standard);
      }
    }
    return full;
  }

  private Tool tool(StepScope scope) throws ActivityException {
    try {
      return ToolPolicy.granted(scope.job().spec(), ports.tools(), scope.planned().uses());
    } catch (ToolException e) {
      throw new ActivityException(e.failure(), Optional.of(0L));
    }
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    Tool tool = tool(scope);
    ToolDescriptor descriptor = tool.descriptor();
    try (var _ = gates.enter(descriptor)) {
      ToolResult result =
          tool.call(args, new StepToolContext(scope, permit.idempotencyKey(), gate, ports));
      FaultPoint.AFTER_SEND.reached();
      if (result.tokens() > permit.reserved()) {
        throw new ActivityException(
            Failure.terminal(
                "tool_tokens_exceeded",
                descriptor.name() + " used more tokens than its maxTokens reserved"),
            Optional.of(permit.reserved()));
      }
      checkOutput(descriptor, result);
      return new Outcome(
          ports.values().payload(result.output()),
          result.tokens(),
          List.of(),
          List.of(),
          pins(scope, result));
    } catch (ToolException e) {
      throw new ActivityException(e.failure(), Optional.of(0L));
    }
  }

  /** What an agent's watchdog compares. */
  private static Map<String, String> pins(StepScope scope, ToolResult result) {
    return AgentPlan.grown(scope.planned().id())
        ? Map.of("output_hash", CanonicalJson.sha256(result.output()).substring(0, 16))
        : Map.of();
  }

  /** What became of the call in doubt; its gate is shut, since a question has no effect. */
  @Override
  public CallFate query(StepScope scope, JsonNode args, String idempotencyKey)
      throws ActivityException, InterruptedException {
    Tool tool = tool(scope);
    EffectGate shut = new EffectGate();
    shut.close();
    try (var _ = gates.enter(tool.descriptor())) {
      CallFate fate = tool.query(args, new StepToolContext(scope, idempotencyKey, shut, ports));
      if (fate instanceof CallFate.Happened happened) {
        checkOutput(tool.descriptor(), happened.result());
      }
      return fate;
    } catch (ToolException e) {
      throw new ActivityException(e.failure(), Optional.of(0L));
    }
  }

  /** Invalid output never enters a run (B1). */
  private void checkOutput(ToolDescriptor descriptor, ToolResult result) throws ActivityException {
    long bytes = CanonicalJson.bytes(result.output()).length;
    if (bytes > descriptor.maxOutputBytes()) {
      throw new ActivityException(
          Failure.terminal(
              "tool_output_too_large",
              descriptor.name()
                  + " returned "
                  + bytes
                  + " bytes, at most "
                  + descriptor.maxOutputBytes()),
          Optional.of(result.tokens()));
    }
    List<SchemaProblem> problems = schemas.of(descriptor).output().validate(result.output());
    if (!problems.isEmpty()) {
      throw new ActivityException(
          Failure.terminal(
              "tool_output_invalid",
              descriptor.name() + " broke its output schema: " + problems.getFirst()),
          Optional.of(result.tokens()));
    }
  }
}
