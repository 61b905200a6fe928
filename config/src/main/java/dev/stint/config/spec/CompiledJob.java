package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.expression.Expression;
import dev.stint.config.expression.ExpressionException;
import dev.stint.config.expression.Expressions;
import dev.stint.config.expression.Reads;
import dev.stint.config.expression.Template;
import dev.stint.config.library.Component;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A job ready to run: its spec, its files, its expressions compiled (A2).
 *
 * <p>A scope is a JSON object {@code {inputs, steps, run, item?, index?}} where {@code steps.<id>}
 * is the output of that step. Every evaluation is pure, deterministic and bounded, and throws
 * {@link ExpressionException} when there is no value. An unknown step id is the caller's mistake:
 * {@link IllegalArgumentException}. Thread-safe.
 */
public final class CompiledJob {
  private final JobSpec spec;
  private final JobBundle bundle;
  private final String digest;
  private final Expressions expressions;
  private final PlanGraph graph;
  private final Map<String, Set<String>> redos;
  private final Map<String, Set<String>> reads;
  private final JobInputs inputs;
  private final Map<String, Template> locations;
  private final Map<String, JsonNode> schemas;
  private final Map<String, StepReads> origins = new ConcurrentHashMap<>();

  CompiledJob(
      JobSpec spec,
      JobBundle bundle,
      Expressions expressions,
      PlanGraph graph,
      Map<String, Set<String>> redos,
      Map<String, Set<String>> reads,
      Map<String, Template> defaults,
      Map<String, Template> locations,
      Map<String, JsonNode> schemas) {
    this.spec = spec;
    this.bundle = bundle;
    this.digest = bundle.digest();
    this.expressions = expressions;
    this.graph = graph;
    this.redos = Map.copyOf(redos);
    this.reads = Map.copyOf(reads);
    this.inputs = new JobInputs(spec.inputs(), Map.copyOf(defaults), expressions);
    this.locations = Map.copyOf(locations);
    this.schemas = Map.copyOf(schemas);
  }

  public JobSpec spec() {
    return spec;
  }

  public JobBundle bundle() {
    return bundle;
  }

  /** The digest of the bundle: what a run pins. */
  public String digest() {
    return digest;
  }

  /** Whether the step is to run; empty when it has no condition. */
  public Optional<Boolean> when(String stepId, JsonNode scope) {
    return step(stepId).frame().when().map(condition -> isTrue(condition, scope));
  }

  /** Whether a condition holds; anything but true or false is an error. */
  public boolean isTrue(Expression condition, JsonNode scope) {
    JsonNode value = expressions.evaluate(condition, scope);
    if (value.isBoolean()) return value.booleanValue();
    throw mismatch(condition, "true or false", value);
  }

  /** The items of a forEach step, at most {@value ForEach#MAX_ITEMS}; none for other steps. */
  public List<JsonNode> items(String stepId, JsonNode scope) {
    Optional<ForEach> forEach = step(stepId).frame().forEach();
    if (forEach.isEmpty()) return List.of();
    Expression source = forEach.get().items();
    JsonNode value = expressions.evaluate(source, scope);
    if (!value.isArray()) throw mismatch(source, "a list", value);
    if (value.size() > ForEach.MAX_ITEMS) {
      throw new ExpressionException(
          "fan_out_limit",
          source.source()
              + ": expected at most "
              + ForEach.MAX_ITEMS
              + " items, found "
              + value.size());
    }
    return value.valueStream().toList();
  }

  /** The arguments of a tool or prompt step; an empty object for other steps. */
  public JsonNode params(String stepId, JsonNode scope) {
    Template template =
        switch (step(stepId)) {
          case ToolStep tool -> tool.params();
          case PromptStep prompt -> prompt.params();
          case AgentStep agent -> agent.params();
          case JobStep job -> job.inputs();
          case CheckStep _, ApprovalStep _, WaitStep _, BranchStep _, LoopStep _ -> Template.EMPTY;
        };
    JsonNode params = expressions.evaluate(template, scope);
    if (params.isObject()) return params;
    throw new ExpressionException(
        "type_mismatch", "the params of step \"" + stepId + "\" are not an object");
  }

  /** The value of an expression of this job. */
  public JsonNode evaluate(Expression expression, JsonNode scope) {
    return expressions.evaluate(expression, scope);
  }

  /** Where a data source is in this run. */
  public String source(String sourceId, JsonNode scope) {
    Template location = locations.get(sourceId);
    if (location == null) throw new IllegalArgumentException("no data source " + sourceId);
    return expressions.evaluate(location, scope).asText();
  }

  /**
   * This job with the steps of a plan that a model made, read as if a composer had written them:
   * with every problem of it.
   *
   * @param steps a JSON array of steps
   */
  public SpecResult planned(JsonNode steps) {
    return PlannedSpec.read(bundle, steps);
  }

  /** Steps of a plan that a model made, with the components it put into it in their place. */
  public ExpandedSteps expanded(JsonNode steps) {
    return PlannedSpec.expanded(bundle, steps);
  }

  /** The components that the planner may use, by what the job calls them. */
  public Map<String, Component> plannerComponents() {
    return new PlannerComponents(bundle).of(spec);
  }

  /** The template of a prompt step. */
  public String promptText(String stepId) {
    if (step(stepId) instanceof PromptStep prompt)
      return bundle.text(prompt.prompt()).orElseThrow();
    if (step(stepId) instanceof AgentStep agent) return bundle.text(agent.prompt()).orElseThrow();
    throw new IllegalArgumentException("step " + stepId + " has no prompt");
  }

  /** The JSON Schemas that the data of a signal must fit: those of the steps that wait for it. */
  public List<JsonNode> signalSchemas(String signal) {
    return spec.plan().stream()
        .filter(WaitStep.class::isInstance)
        .flatMap(step -> ((WaitStep) step).signal().stream())
        .filter(wait -> wait.name().equals(signal))
        .flatMap(wait -> wait.schema().stream())
        .map(schemas::get)
        .distinct()
        .toList();
  }

  /** The JSON Schema that a prompt step's answer must fit. */
  public Optional<JsonNode> outputSchema(String stepId) {
    return switch (step(stepId)) {
      case PromptStep prompt -> prompt.outputSchema().map(schemas::get);
      case AgentStep agent -> agent.outputSchema().map(schemas::get);
      case ToolStep _,
          CheckStep _,
          ApprovalStep _,
          WaitStep _,
          BranchStep _,
          LoopStep _,
          JobStep _ ->
          Optional.empty();
    };
  }

  /**
   * Names from the job's directory file, for redaction (F3); lines starting with # are left out.
   */
  public List<String> directory() {
    return spec.policies().pii().directory().flatMap(bundle::text).stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /**
   * The case that a branch takes, counted from 0; -1 when none holds and there is no {@code else}.
   */
  public int arm(String stepId, JsonNode scope) {
    var cases = ((BranchStep) step(stepId)).cases();
    for (int i = 0; i < cases.size(); i++) {
      if (cases.get(i).when().isEmpty() || isTrue(cases.get(i).when().get(), scope)) return i;
    }
    return -1;
  }

  /** Whether a loop has done enough after an iteration. */
  public boolean loopDone(String stepId, JsonNode scope) {
    return isTrue(((LoopStep) step(stepId)).until(), scope);
  }

  /** The steps that a loop's condition reads. */
  public List<String> loopReads(String stepId) {
    return List.copyOf(reads.getOrDefault(ExpressionChecks.loopEnd(stepId), Set.of()));
  }

  /** The steps that a check may have done again, itself the last; none for any other step. */
  public List<String> again(String stepId) {
    return List.copyOf(redos.getOrDefault(step(stepId).id(), Set.of()));
  }

  /** Every step that has ended when this one starts, or was not taken. */
  public Set<String> ancestors(String stepId) {
    return graph.ancestors(step(stepId).id());
  }

  /** The steps whose outputs this one's expressions read: where its labels come from (F2). */
  public List<String> reads(String stepId) {
    return List.copyOf(reads.getOrDefault(step(stepId).id(), Set.of()));
  }

  /** What the step's values are made of, parameter by parameter (F2). */
  public StepReads origins(String stepId) {
    return origins.computeIfAbsent(stepId, id -> StepReads.of(step(id), expressions));
  }

  /** What the job's outputs are made of. */
  public Reads outputOrigins() {
    return spec.outputs().stream()
        .map(output -> expressions.origins(output.value()))
        .reduce(Reads.NOTHING, Reads::and);
  }

  /**
   * Whether the citation policy, if any, was certainly enforced before this step (F4). The reader
   * asks this of steps whose grant says {@code write}; ask it again once the tool itself is known.
   */
  public boolean citationsChecked(String stepId) {
    return CitationGate.passed(spec, graph.certain(step(stepId).id()));
  }

  /**
   * Fills in defaults and checks the inputs of a run.
   *
   * @param run the {@code run} part of the scope, which defaults may read
   */
  public InputsResult inputsWithDefaults(JsonNode given, JsonNode run) {
    return inputs.complete(given, run);
  }

  /** Inputs given as texts on a command line, typed as the job declares them. */
  public JsonNode inputsFromText(Map<String, String> given) {
    return inputs.fromText(given);
  }

  private StepSpec step(String id) {
    return spec.step(id).orElseThrow(() -> new IllegalArgumentException("no step " + id));
  }

  private static ExpressionException mismatch(Expression source, String expected, JsonNode found) {
    return new ExpressionException(
        "type_mismatch",
        source.source() + ": expected " + expected + ", found " + found.getNodeType());
  }
}
