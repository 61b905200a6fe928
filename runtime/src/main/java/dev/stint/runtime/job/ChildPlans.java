package dev.stint.runtime.job;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.AgentStep;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.JobStep;
import dev.stint.config.spec.StepSpec;
import dev.stint.config.spec.VersionRange;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The catalogue as plans see it: which version of another job a step runs. Thread-safe. */
final class ChildPlans implements Children {
  private final JobCatalog jobs;

  ChildPlans(JobCatalog jobs) {
    this.jobs = jobs;
  }

  @Override
  public Optional<ChildPlan> find(String job, String versionRange, OptionalLong budget) {
    VersionRange range = VersionRange.parse(versionRange).orElseThrow();
    return jobs.versions(job).reversed().stream()
        .map(JobCatalog.Version::published)
        .filter(p -> !p.development() && range.matches(p.version()))
        .findFirst()
        .map(p -> new JobRef(p.name(), p.version(), p.digest()))
        .map(ref -> {
          long most = jobs.job(ref).spec().budget().hardTokens();
          return new ChildPlan(ref, Math.min(most, budget.orElse(most)));
        });
  }

  @Override
  public Offer offer(ChildPlan child) {
    JobSpec spec = jobs.job(child.job()).spec();
    String description = spec.description().isBlank() ? spec.title() : spec.description();
    return new Offer(description, CanonicalJson.text(spec.inputs()));
  }

  /** Whether a plan runs other jobs at all. */
  static boolean wanted(CompiledJob job) {
    for (StepSpec step : job.spec().plan()) {
      if (step instanceof JobStep) return true;
      if (step instanceof AgentStep agent
          && agent.tools().stream().anyMatch(t -> t.startsWith(PlanFreezer.JOB))) return true;
    }
    return false;
  }

  static Optional<String> missing(Plan plan) {
    return missing(plan.steps());
  }

  private static Optional<String> missing(List<PlannedStep> steps) {
    for (PlannedStep step : steps) {
      if (step.kind() == StepKind.JOB && step.child().isEmpty()) {
        return Optional.of(
            "step "
                + step.id()
                + " runs "
                + step.uses()
                + ", of which no such version is published; publish it first");
      }
      Optional<String> tool =
          step.agent().stream()
              .flatMap(agent -> agent.tools().stream())
              .filter(t -> t.name().startsWith(PlanFreezer.JOB) && t.job().isEmpty())
              .map(AgentPlan.Tool::name)
              .findFirst();
      if (tool.isPresent()) {
        return Optional.of(
            "agent "
                + step.id()
                + " may ask for "
                + tool.get()
                + ", of which no version in the granted range is published; publish it first");
      }
      Optional<String> inner = step.loop().map(LoopPlan::steps).flatMap(ChildPlans::missing);
      if (inner.isPresent()) return inner;
    }
    return Optional.empty();
  }
}
