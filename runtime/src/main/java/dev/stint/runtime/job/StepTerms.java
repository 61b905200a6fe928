package dev.stint.runtime.job;

import dev.stint.config.spec.ApprovalSpec;
import dev.stint.config.spec.RetrySpec;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.runtime.tool.ToolDescriptor;
import java.time.Duration;
import java.util.Optional;

/** How often a step is tried, how long, and after whose yes, as frozen plans say it. Pure. */
final class StepTerms {
  private StepTerms() {}

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

  /** A tool may shorten what a step asks for, not prolong it. */
  static Duration timeout(Duration asked, Optional<ToolDescriptor> tool) {
    return tool.map(ToolDescriptor::timeout).filter(t -> t.compareTo(asked) < 0).orElse(asked);
  }

  static Gate gate(ApprovalSpec approval) {
    return new Gate(approval.by(), approval.fourEyes(), approval.expires().toMillis());
  }
}
