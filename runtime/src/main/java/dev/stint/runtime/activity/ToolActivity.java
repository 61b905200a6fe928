package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.schema.SchemaProblem;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Degrade;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.fault.FaultPoint;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.report.RemoteReferences;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.OutputIntake;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import dev.stint.runtime.tool.guard.KeptResults.Kept;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Calls a tool: typed both ways, granted or denied, guarded (B1, B4, B6, F1). */
final class ToolActivity implements KindActivity {
  private final ActivityPorts ports;
  private final ToolGates queries = new ToolGates();
  private final ToolGuard guard;
  private final KeptCalls kept;

  ToolActivity(ActivityPorts ports, InstantSource clock) {
    this.ports = ports;
    this.guard = new ToolGuard(clock);
    this.kept = new KeptCalls(clock);
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    return AgentPlan.grown(scope.planned().id())
        ? intent(scope, Conversation.arguments(scope, ports.values()))
        : intent(scope, scope.job().params(scope.own(), scope.scope()));
  }

  @Override
  public Intent intendApproved(StepScope scope, JsonNode args) throws ActivityException {
    return intent(scope, args);
  }

  private Intent intent(StepScope scope, JsonNode params) throws ActivityException {
    String policy = scope.state().submitted().policyHash();
    String name = scope.planned().uses();
    Verdict verdict =
        ToolPolicy.decide(
            scope.job().spec(), ports.tools(), name, scope.state().submitted().plan(), policy);
    if (!verdict.allowed()) return new Intent(params, 0, 0, verdict, Map.of());
    Tool tool = tool(scope);
    ToolDescriptor descriptor = tool.descriptor();
    if (descriptor.effect() == Effect.WRITE && !scope.job().citationsChecked(scope.own())) {
      Verdict unchecked = Verdict.deny("citations.before_write", "citations_unchecked", policy);
      return new Intent(params, 0, 0, unchecked, Map.of());
    }
    JsonNode full = withDefaults(descriptor, params);
    JsonNode args =
        descriptor.effect() == Effect.WRITE
            ? ports.redaction().apply(scope, Place.OUTPUT, tool.outgoing(full, links(scope)))
            : full;
    List<SchemaProblem> problems = ports.schemas().of(descriptor).input().validate(args);
    if (!problems.isEmpty()) {
      throw ActivityException.terminal(
          "tool_arguments_invalid",
          name + " does not take these arguments: " + problems.getFirst());
    }
    return new Intent(
        args, args.path("maxTokens").asLong(0), 0, verdict, pinned(scope, descriptor));
  }

  /** A document may point to where its job may connect. */
  static RemoteReferences links(StepScope scope) {
    return new RemoteReferences(scope.job().spec().network()::allows);
  }

  /** What exactly is called; an older plan, without pins, names no more than it did. */
  private Map<String, String> pinned(StepScope scope, ToolDescriptor descriptor) {
    Map<String, String> pinned = new TreeMap<>();
    pinned.put("tool", scope.planned().uses());
    pinned.put("tool_version", descriptor.version());
    pinned.put("tool_schema", ports.schemas().of(descriptor).inputHash());
    Plan plan = scope.state().submitted().plan();
    if (!plan.tools().isEmpty()) pinned.put("tool_hash", ports.tools().hash(descriptor));
    return pinned;
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
  public boolean computesOnly(CompiledJob job, PlannedStep planned) {
    try {
      Tool tool = ToolPolicy.granted(job.spec(), ports.tools(), planned.uses());
      return tool.descriptor().effect() == Effect.NONE && tool.computesOnly();
    } catch (ToolException _) {
      return false; // the attempt itself says why
    }
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    Tool tool = tool(scope);
    ToolDescriptor descriptor = tool.descriptor();
    if (ToolPolicy.drifted(descriptor, ports.tools(), scope.state().submitted().plan())) {
      throw ActivityException.terminal(
          "tool_drift", descriptor.name() + " declares something else than when it was permitted");
    }
    Optional<ToolGrant> grant = scope.job().spec().tool(descriptor.name());
    boolean keeps = grant.filter(g -> g.cache().isPresent() || g.degrade().isPresent()).isPresent();
    String call = keeps ? KeptCalls.call(scope, ports.tools().hash(descriptor), args) : "";
    Optional<Kept> fresh = kept.fresh(call, grant, descriptor);
    if (fresh.isPresent()) return kept(scope, fresh.get(), Map.of("cache", "hit"));
    try {
      Result result =
          guard.through(
              descriptor,
              scope.job().spec().name(),
              grant,
              Duration.ofMillis(scope.planned().timeoutMs()),
              () -> called(tool, scope, permit, args, gate));
      kept.keep(call, grant, descriptor, result.taken().value(), result.tokens());
      return outcome(scope, result, Map.of());
    } catch (ActivityException e) {
      if (!KeptCalls.degrades(scope, grant, descriptor, e.failure())) throw e;
      return degraded(scope, descriptor, grant.orElseThrow(), call, e);
    }
  }

  /** What a tool brought, and what it costs. */
  private record Result(OutputIntake.Taken taken, long tokens) {}

  private Result called(
      Tool tool, StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    try {
      ToolResult result =
          tool.call(args, new StepToolContext(scope, permit.idempotencyKey(), gate, ports));
      FaultPoint.AFTER_SEND.reached();
      if (result.tokens() > permit.reserved()) {
        throw new ActivityException(
            Failure.terminal(
                "tool_tokens_exceeded",
                tool.descriptor().name() + " used more tokens than its maxTokens reserved"),
            Optional.of(permit.reserved()));
      }
      return new Result(taken(tool.descriptor(), result), result.tokens());
    } catch (ToolException e) {
      throw new ActivityException(e.failure(), Optional.of(0L));
    }
  }

  private Outcome kept(StepScope scope, Kept result, Map<String, String> says) {
    Map<String, String> pins = new TreeMap<>(says);
    pins.put("cached_at", result.at().toString());
    return outcome(
        scope, new Result(new OutputIntake.Taken(result.value(), 0), result.tokens()), pins);
  }

  /** Less than the tool's own result, and the record says so. */
  private Outcome degraded(
      StepScope scope, ToolDescriptor tool, ToolGrant grant, String call, ActivityException failure)
      throws ActivityException {
    Map<String, String> because = Map.of("degraded_because", failure.failure().code());
    Optional<Kept> stale = kept.stale(call, grant);
    if (stale.isPresent()) {
      Map<String, String> says = new TreeMap<>(because);
      says.put("degraded", "cached");
      return kept(scope, stale.get(), says);
    }
    JsonNode value = grant.degrade().flatMap(Degrade::value).orElseThrow(() -> failure);
    Map<String, String> says = new TreeMap<>(because);
    says.put("degraded", "value");
    return outcome(scope, new Result(taken(tool, ToolResult.of(value)), 0), says);
  }

  private Outcome outcome(StepScope scope, Result result, Map<String, String> says) {
    Map<String, String> pins = pins(scope, result.taken());
    pins.putAll(says);
    return new Outcome(
        ports.values().payload(result.taken().value()),
        result.tokens(),
        List.of(),
        List.of(),
        pins);
  }

  /** What an agent's watchdog compares, and how much of the output was taken out. */
  private static Map<String, String> pins(StepScope scope, OutputIntake.Taken taken) {
    Map<String, String> pins = new TreeMap<>();
    if (AgentPlan.grown(scope.planned().id())) {
      pins.put("output_hash", CanonicalJson.sha256(taken.value()).substring(0, 16));
    }
    if (taken.removed() > 0) pins.put("output_hidden_characters", "" + taken.removed());
    return pins;
  }

  /** What became of the call in doubt; its gate is shut, since a question has no effect. */
  @Override
  public CallFate query(StepScope scope, JsonNode args, String idempotencyKey)
      throws ActivityException, InterruptedException {
    Tool tool = tool(scope);
    EffectGate shut = new EffectGate();
    shut.close();
    try (var _ = queries.enter(tool.descriptor())) {
      CallFate fate = tool.query(args, new StepToolContext(scope, idempotencyKey, shut, ports));
      if (!(fate instanceof CallFate.Happened happened)) return fate;
      OutputIntake.Taken taken = taken(tool.descriptor(), happened.result());
      return new CallFate.Happened(new ToolResult(taken.value(), happened.result().tokens()));
    } catch (ToolException e) {
      throw new ActivityException(e.failure(), Optional.of(0L));
    }
  }

  /** Bad output never enters a run (B1). */
  private OutputIntake.Taken taken(ToolDescriptor descriptor, ToolResult result)
      throws ActivityException {
    try {
      OutputIntake.Taken taken = OutputIntake.take(descriptor, result.output());
      List<SchemaProblem> problems =
          ports.schemas().of(descriptor).output().validate(taken.value());
      if (problems.isEmpty()) return taken;
      throw new ActivityException(
          Failure.terminal(
              "tool_output_invalid",
              descriptor.name() + " broke its output schema: " + problems.getFirst()),
          Optional.of(result.tokens()));
    } catch (ToolException e) {
      throw new ActivityException(e.failure(), Optional.of(result.tokens()));
    }
  }
}
