package dev.stint.config.spec;

import java.util.Set;

/**
 * Whether a job's citation policy was certainly enforced before a step (F4). A check that may be
 * skipped, or whose failure does not stop the run, enforces nothing.
 */
final class CitationGate {
  private CitationGate() {}

  /**
   * @param ancestors steps that certainly ran before
   */
  static boolean passed(JobSpec job, Set<String> ancestors) {
    return job.policies().citations().isEmpty()
        || job.plan().stream().anyMatch(step -> ancestors.contains(step.id()) && enforces(step));
  }

  private static boolean enforces(StepSpec step) {
    return step instanceof CheckStep check
        && check.frame().when().isEmpty()
        && check.onFail() == CheckStep.OnFail.FAIL
        && check.frame().retry().onExhausted() != RetrySpec.OnExhausted.CONTINUE
        && check.checks().stream().anyMatch(c -> c.citations().isPresent());
  }
}
