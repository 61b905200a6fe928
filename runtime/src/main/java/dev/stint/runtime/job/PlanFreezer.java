package dev.stint.runtime.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.AgentStep;
import dev.stint.config.spec.ApprovalSpec;
import dev.stint.config.spec.ApprovalStep;
import dev.stint.config.spec.BranchStep;
import dev.stint.config.spec.BudgetSpec;
import dev.stint.config.spec.CheckStep;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobStep;
import dev.stint.config.spec.LoopStep;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.config.spec.PromptStep;
import dev.stint.config.spec.RetrySpec;
import dev.stint.config.spec.SignalWait;
import dev.stint.config.spec.Stage;
import dev.stint.config.spec.StepCommon;
import dev.stint.config.spec.StepSpec;
import dev.stint.config.spec.ToolGrant;
import dev.stint.config.spec.ToolStep;
import dev.stint.config.spec.WaitStep;
import dev.stint.config.spec.Within;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.persistence.event.Sink;
import dev.stint.persistence.event.StepKind;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns a job's steps into the frozen plan of a run. Pure. */
public final class PlanFreezer {
  /** Id of the implicit step that makes the run's artifacts. */
  public static final String OUTPUTS = "stint_outputs";

  /** Id of the implicit step that makes the partial result. */
  public static final String PARTIAL = "stint_partial_result";

  private static final Duration PLANNING_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration IMPLICIT_TIMEOUT = Duration.ofMinutes(2);

  private final CompiledJob job;
  private final ToolRegistry tools;
  private final Sinks sinks;
  private final Map<String, String> published;

  /** What the name of a job begins with where it stands beside tools. */
  public static final String JOB = "job.";

  private final Children children;

  private PlanFreezer(
      CompiledJob job,
      ToolRegistry tools,
      LabelRules labels,
      Map<String, String> published,
      Children children) {
    this.job = job;
    this.tools = tools;
    this.sinks = new Sinks(job.spec(), labels);
    this.published = published;
    this.children = children;
  }

  /** By the built-in rules about labels. */
  public static Plan freeze(CompiledJob job, ToolRegistry tools) {
    return freeze(job, tools, LabelRules.BUILT_IN);
  }

  /** A job whose version is not pinned. */
  public static Plan freeze(CompiledJob job, ToolRegistry tools, LabelRules labels) {
    return freeze(job, tools, labels, Map.of());
  }

  /** A job that runs no other, or whose other jobs are not known here. */
  public static Plan freeze(
      CompiledJob job, ToolRegistry tools, LabelRules labels, Map<String, String> published) {
    return freeze(job, tools, labels, published, Children.NONE);
  }

  /**
   * @param labels what destinations may be given
   * @param published what the job's version is pinned to
   */
  public static Plan freeze(
      CompiledJob job,
      ToolRegistry tools,
      LabelRules labels,
      Map<String, String> published,
      Children children) {
    return new PlanFreezer(job, tools, labels, published, children).plan();
  }

  private Plan plan() {
    List<PlannedStep> steps = new ArrayList<>();
    job.spec().planner().ifPresent(planner -> planning(planner, steps));
    for (StepSpec step : job.spec().plan()) {
      if (loopAround(step).isEmpty()) steps.add(planned(step));
    }
    if (!job.spec().outputs().isEmpty()) {
      List<String> all = steps.stream().map(PlannedStep::id).toList();
      steps.add(implicit(OUTPUTS, StepKind.OUTPUTS, all, OnExhausted.FAIL).to(Sink.INSIDE));
    }
    if (job.spec().budget().onHard() == BudgetSpec.OnHard.PARTIAL) {
      steps.add(
          implicit(PARTIAL, StepKind.PARTIAL, List.of(), OnExhausted.CONTINUE)
              .to(sinks.model(Optional.empty())));
    }
    Map<String, String> pins = ToolPins.of(job.spec(), tools, published);
    return new Plan(steps, hash(steps, pins), pins);
  }

  /** The innermost loop that the step stands in. */
  private Optional<String> loopAround(StepSpec step) {
    Optional<Within> place = step.common().within();
    while (place.isPresent()) {
      StepSpec block = job.spec().step(place.get().block()).orElseThrow();
      if (block instanceof LoopStep) return Optional.of(block.id());
      place = block.common().within();
    }
    return Optional.empty();
  }

  private Optional<LoopPlan> loop(StepSpec step) {
    if (!(step instanceof LoopStep loop)) return Optional.empty();
    List<PlannedStep> inside =
        job.spec().plan().stream()
            .filter(s -> loopAround(s).filter(step.id()::equals).isPresent())
            .map(this::planned)
            .toList();
    return Optional.of(new LoopPlan(loop.max(), loop.onMax() == LoopStep.OnMax.FAIL, inside));
  }

  private PlannedStep planned(StepSpec step) {
    Optional<ChildPlan> child =
        step instanceof JobStep run
            ? children.find(run.job(), run.versionRange(), run.budget())
            : Optional.empty();
    return single(step).with(step.common().within(), loop(step), child);
  }

  private PlannedStep single(StepSpec step) {
    StepCommon common = step.common();
    StepKind kind = kind(step);
    Optional<ToolDescriptor> tool = step instanceof ToolStep t ? descriptor(t) : Optional.empty();
    Effect effect = effect(step, tool);
    return new PlannedStep(
        common.id(),
        kind,
        common.stage(),
        common.dependsOn(),
        common.forEach().isPresent(),
        common.when().isPresent()
            || common.forEach().isPresent()
            || step instanceof BranchStep
            || step instanceof LoopStep,
        common.forEach().map(f -> f.maxParallel()).orElse(1),
        uses(step),
        effect,
        tool.map(ToolDescriptor::idempotent).orElse(kind != StepKind.TOOL),
        retry(common.retry()),
        timeout(common.timeout(), tool).toMillis(),
        step instanceof AgentStep ? Optional.empty() : gate(step, common),
        tool.map(ToolDescriptor::queryable).orElse(false),
        step instanceof AgentStep agent
            ? Optional.of(AgentEnvelope.of(agent, job.spec(), tools, sinks, children))
            : Optional.empty(),
        Optional.of(sinks.of(step, effect, tool)));
  }

  /** The steps of a plan that a model made, under a hash of their own. */
  public static Plan made(CompiledJob job, ToolRegistry tools, LabelRules labels) {
    var freezer = new PlanFreezer(job, tools, labels, Map.of(), Children.NONE);
    List<PlannedStep> steps = new ArrayList<>();
    for (StepSpec step : job.spec().plan()) {
      if (freezer.loopAround(step).isEmpty()) steps.add(freezer.planned(step));
    }
    return new Plan(steps, freezer.hash(steps, Map.of()));
  }

  private void planning(PlannerSpec planner, List<PlannedStep> steps) {
    String model = planner.model().orElse(job.spec().model().use());
    steps.add(
        new PlannedStep(
                PlannerSpec.PLAN,
                StepKind.PLAN,
                Stage.PLAN,
                List.of(),
                false,
                false,
                1,
                model,
                Effect.NONE,
                true,
                new Retry(2, 500, 2, 5_000, OnExhausted.ESCALATE),
                PLANNING_TIMEOUT.toMillis(),
                Optional.empty())
            .to(sinks.model(planner.model())));
    planner
        .approval()
        .ifPresent(approval ->
            steps.add(
                new PlannedStep(
                        PlannerSpec.APPROVAL,
                        StepKind.APPROVAL,
                        Stage.PLAN,
                        List.of(PlannerSpec.PLAN),
                        false,
                        false,
                        1,
                        "",
                        Effect.NONE,
                        true,
                        Retry.NONE,
                        IMPLICIT_TIMEOUT.toMillis(),
                        Optional.of(gate(approval)))
                    .to(Sink.INSIDE)));
  }

  static Duration timeout(Duration asked, Optional<ToolDescriptor> tool) {
    return tool.map(ToolDescriptor::timeout).filter(t -> t.compareTo(asked) < 0).orElse(asked);
  }

  private Optional<ToolDescriptor> descriptor(ToolStep step) {
    try {
      return Optional.of(ToolPolicy.granted(job.spec(), tools, step.tool()).descriptor());
    } catch (ToolException _) {
      return Optional.empty(); // denied when it asks for its permit
    }
  }

  /** A grant may call an effect worse than the tool does, never better (A5). */
  private Effect effect(StepSpec step, Optional<ToolDescriptor> tool) {
    if (!(step instanceof ToolStep toolStep)) return Effect.NONE;
    Effect declared = tool.map(ToolDescriptor::effect).orElse(Effect.WRITE);
    Effect granted =
        job.spec().tool(toolStep.tool()).flatMap(ToolGrant::effect).orElse(Effect.NONE);
    return granted.compareTo(declared) > 0 ? granted : declared;
  }

  private Optional<Gate> gate(StepSpec step, StepCommon common) {
    if (step instanceof ApprovalStep approval) return Optional.of(gate(approval.request()));
    return common.approval().map(PlanFreezer::gate);
  }

  static Gate gate(ApprovalSpec approval) {
    return new Gate(approval.by(), approval.fourEyes(), approval.expires().toMillis());
  }

  private String uses(StepSpec step) {
    return switch (step) {
      case ToolStep tool -> tool.tool();
      case PromptStep prompt -> prompt.model().orElse(job.spec().model().use());
      case AgentStep agent -> agent.model().orElse(job.spec().model().use());
      case WaitStep wait -> wait.signal().map(SignalWait::name).orElse("");
      case JobStep run -> JOB + run.job();
      case CheckStep _, ApprovalStep _, BranchStep _, LoopStep _ -> "";
    };
  }

  private static StepKind kind(StepSpec step) {
    return switch (step) {
      case ToolStep _ -> StepKind.TOOL;
      case PromptStep _ -> StepKind.PROMPT;
      case AgentStep _ -> StepKind.AGENT;
      case BranchStep _ -> StepKind.BRANCH;
      case LoopStep _ -> StepKind.LOOP;
      case JobStep _ -> StepKind.JOB;
      case CheckStep _ -> StepKind.CHECK;
      case ApprovalStep _ -> StepKind.APPROVAL;
      case WaitStep wait -> wait.signal().isPresent() ? StepKind.SIGNAL : StepKind.WAIT;
    };
  }

  static Retry retry(RetrySpec retry) {
    return new Retry(
        retry.max() + 1,
        retry.initial().toMillis(),
        retry.backoff() == RetrySpec.Backoff.EXPONENTIAL ? 2 : 1,
        retry.maxDelay().toMillis(),
        switch (retry.onExhausted()) {
          case ESCALATE -> OnExhausted.ESCALATE;
          case FAIL -> OnExhausted.FAIL;
          case CONTINUE -> OnExhausted.CONTINUE;
        });
  }

  private static PlannedStep implicit(
      String id, StepKind kind, List<String> dependsOn, OnExhausted onExhausted) {
    return new PlannedStep(
        id,
        kind,
        Stage.GENERATE,
        dependsOn,
        false,
        false,
        1,
        "",
        Effect.NONE,
        true,
        new Retry(2, 500, 2, 5_000, onExhausted),
        IMPLICIT_TIMEOUT.toMillis(),
        Optional.empty());
  }

  private String hash(List<PlannedStep> steps, Map<String, String> pins) {
    var listing = JsonNodeFactory.instance.arrayNode().add(job.digest());
    steps.forEach(step -> listing.add(EventCodec.text(step)));
    new TreeMap<>(pins).forEach(listing.addObject()::put);
    return CanonicalJson.sha256(listing);
  }
}
