package dev.stint.runtime.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.BudgetSpec;
import dev.stint.config.spec.CheckStep;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobStep;
import dev.stint.config.spec.LoopStep;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.config.spec.StepSpec;
import dev.stint.config.spec.Within;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RedoPlan;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Turns a job's steps into the frozen plan of a run. Pure. */
public final class PlanFreezer {
  /** Id of the implicit step that makes the run's artifacts. */
  public static final String OUTPUTS = "stint_outputs";

  /** Id of the implicit step that makes the partial result. */
  public static final String PARTIAL = "stint_partial_result";

  /** What the name of a job begins with where it stands beside tools. */
  public static final String JOB = "job.";

  private final CompiledJob job;
  private final ToolRegistry tools;
  private final Map<String, String> published;
  private final Children children;
  private final Sinks sinks;
  private final StepFreezer freezer;

  private PlanFreezer(
      CompiledJob job,
      ToolRegistry tools,
      LabelRules labels,
      Map<String, String> published,
      Children children) {
    this.job = job;
    this.tools = tools;
    this.published = published;
    this.children = children;
    this.sinks = new Sinks(job.spec(), labels);
    this.freezer = new StepFreezer(job.spec(), tools, sinks, children);
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
    written(steps);
    if (!job.spec().outputs().isEmpty()) {
      steps.add(ImplicitSteps.outputs(steps.stream().map(PlannedStep::id).toList()));
    }
    if (job.spec().budget().onHard() == BudgetSpec.OnHard.PARTIAL) {
      steps.add(ImplicitSteps.partialResult(sinks.model(Optional.empty())));
    }
    Map<String, String> pins = ToolPins.of(job.spec(), tools, published);
    return new Plan(steps, hash(steps, pins), pins);
  }

  /** The steps of a plan that a model made, under a hash of their own. */
  public static Plan made(CompiledJob job, ToolRegistry tools, LabelRules labels) {
    var freezer = new PlanFreezer(job, tools, labels, Map.of(), Children.NONE);
    List<PlannedStep> steps = new ArrayList<>();
    freezer.written(steps);
    return new Plan(steps, freezer.hash(steps, Map.of()));
  }

  private void planning(PlannerSpec planner, List<PlannedStep> steps) {
    String model = planner.model().orElse(job.spec().model().use());
    steps.add(ImplicitSteps.planning(model, sinks.model(planner.model()), planner.attempts()));
    planner.approval().map(ImplicitSteps::planApproval).ifPresent(steps::add);
  }

  /** Those inside of a loop stand in the loop. */
  private void written(List<PlannedStep> steps) {
    for (StepSpec step : job.spec().plan()) {
      if (loopAround(step).isEmpty()) steps.add(planned(step));
    }
  }

  /** The innermost loop that the step stands in. */
  private Optional<String> loopAround(StepSpec step) {
    Optional<Within> place = step.frame().within();
    while (place.isPresent()) {
      StepSpec block = job.spec().step(place.get().block()).orElseThrow();
      if (block instanceof LoopStep) return Optional.of(block.id());
      place = block.frame().within();
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
            ? children.find(run.job(), run.versionRange(), OptionalLong.of(most(run)))
            : Optional.empty();
    return freezer.freeze(step).with(step.frame().within(), loop(step), child, redo(step));
  }

  /** Without a limit of its own a child may use what this run can spare at all, or never begin. */
  private long most(JobStep run) {
    BudgetSpec budget = job.spec().budget();
    long hard = budget.hardTokens();
    boolean partial = budget.onHard() == BudgetSpec.OnHard.PARTIAL;
    return run.budget().orElse(hard - (partial ? Math.min(budget.reserveTokens(), hard / 2) : 0));
  }

  private Optional<RedoPlan> redo(StepSpec step) {
    return step instanceof CheckStep check
        ? check.redo().map(redo -> new RedoPlan(redo.max(), job.again(step.id())))
        : Optional.empty();
  }

  private String hash(List<PlannedStep> steps, Map<String, String> pins) {
    var listing = JsonNodeFactory.instance.arrayNode().add(job.digest());
    steps.forEach(step -> listing.add(EventCodec.text(step)));
    new TreeMap<>(pins).forEach(listing.addObject()::put);
    return CanonicalJson.sha256(listing);
  }
}
