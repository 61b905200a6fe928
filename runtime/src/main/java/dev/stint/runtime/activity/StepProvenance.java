package dev.stint.runtime.activity;

import dev.stint.config.spec.AgentStep;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.PromptStep;
import dev.stint.config.spec.ToolStep;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.runtime.label.RunLabels;
import dev.stint.runtime.tool.Provenance;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a call of a tool comes from, and whether somebody stands for its arguments: by the labels
 * of all that they are made of and of what led to the call (IF-14). Pure.
 */
final class StepProvenance {
  private StepProvenance() {}

  static Provenance of(StepScope scope) {
    var submitted = scope.state().submitted();
    Set<String> steps = behind(scope.job(), scope.own());
    boolean trusted =
        new RunLabels(scope.state(), scope.job())
            .flows(scope.unit())
            .map(flows -> flows.whole().integ().compareTo(Integrity.CURATED) >= 0)
            .orElseGet(() -> ownWords(scope, steps));
    return new Provenance(
        scope.unit().toString(),
        submitted.job().name(),
        submitted.department(),
        scope.state().submittedBy(),
        trusted,
        List.copyOf(steps));
  }

  /** Every step whose output the arguments of {@code step} rest on, however far back. */
  private static Set<String> behind(CompiledJob job, String step) {
    Set<String> found = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(reads(job, step));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (found.add(next)) open.addAll(reads(job, next));
    }
    return found;
  }

  private static Collection<String> reads(CompiledJob job, String step) {
    return job.reads(step);
  }

  /** Of a run whose plan knows no labels: no tool and no model stands behind the arguments. */
  private static boolean ownWords(StepScope scope, Set<String> steps) {
    return !AgentPlan.grown(scope.planned().id())
        && steps.stream()
            .map(id -> scope.job().spec().step(id).orElseThrow())
            .noneMatch(step ->
                step instanceof ToolStep
                    || step instanceof PromptStep
                    || step instanceof AgentStep);
  }
}
