package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What every step has.
 *
 * @param dependsOn steps that must have ended; the previous step of the list unless given
 * @param within the branch or loop that it is part of
 * @param cache how long a result may be reused for the same inputs (C4)
 */
public record StepFrame(
    String id,
    List<String> dependsOn,
    Optional<Expression> when,
    Optional<ForEach> forEach,
    RetrySpec retry,
    Duration timeout,
    Optional<ApprovalSpec> approval,
    Stage stage,
    Optional<Duration> cache,
    Optional<Within> within) {
  public StepFrame {
    dependsOn = List.copyOf(dependsOn);
  }
}
