package dev.stint.runtime.job;

import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.Plan;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.PlannedFlows;
import dev.stint.runtime.policy.PolicyHash;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every run of the same bundle on this node has in common, worked out once. Bounded,
 * thread-safe.
 */
public final class FrozenJobs {
  private static final int KEPT = 128;

  private final ToolRegistry tools;
  private final LabelRules labels;
  private final Children children;
  private final Map<Key, Frozen> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Frozen> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param tools generation of the tools that the plan was frozen with
   * @param pins of the job's version
   */
  private record Key(String digest, long tools, Map<String, String> pins) {}

  /**
   * @param policyHash of what the job may use, named by every verdict
   * @param flows steps that would get no permit, as far as the plan shows it
   */
  public record Frozen(Plan plan, String policyHash, List<PlannedFlows.Finding> flows) {
    /** What is missing for a step that runs another job, in a sentence. */
    public Optional<String> missingChild() {
      return ChildPlans.missing(plan);
    }
  }

  /**
   * @param children where the jobs are that plans run: looked up for every run, so that each is
   *     pinned to what is released when it is submitted
   */
  public FrozenJobs(ToolRegistry tools, LabelRules labels, JobCatalog children) {
    this.tools = tools;
    this.labels = labels;
    this.children = new ChildPlans(children);
  }

  /**
   * @param pins what the job's version is pinned to
   */
  public Frozen of(CompiledJob job, Map<String, String> pins) {
    if (ChildPlans.wanted(job)) return freeze(job, pins);
    synchronized (known) {
      return known.computeIfAbsent(
          new Key(job.digest(), tools.generation(), pins), _ -> freeze(job, pins));
    }
  }

  private Frozen freeze(CompiledJob job, Map<String, String> pins) {
    Plan plan = PlanFreezer.freeze(job, tools, labels, pins, children);
    return new Frozen(plan, PolicyHash.of(job.spec()), PlannedFlows.of(job, plan));
  }
}
