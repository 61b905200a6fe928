package dev.stint.runtime.submission;

import dev.stint.config.spec.BudgetSpec;
import dev.stint.persistence.event.TokenBudget;
import java.time.Duration;
import java.util.Optional;

/** The budget of a run: the job's, narrowed by the submission, never widened (A5). Pure. */
final class Budgets {
  private Budgets() {}

  static TokenBudget of(BudgetSpec spec, Optional<Long> narrowed) {
    long hard = Math.min(spec.hardTokens(), narrowed.orElse(spec.hardTokens()));
    long soft = Math.min(spec.softTokens().orElse(hard - hard / 4), hard - hard / 4);
    boolean partial = spec.onHard() == BudgetSpec.OnHard.PARTIAL;
    long tail = partial ? Math.min(spec.reserveTokens(), hard / 2) : 0;
    long maxMs = spec.maxTime().map(Duration::toMillis).orElse(0L);
    return new TokenBudget(soft, hard, tail, partial, maxMs, spec.countWaiting());
  }
}
