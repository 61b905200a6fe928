package dev.stint.config.spec;

import java.time.Duration;

/** What a step has unless it says otherwise. */
public record StepDefaults(Duration timeout, RetrySpec retry) {
  public static final StepDefaults DEFAULT =
      new StepDefaults(Duration.ofMinutes(5), RetrySpec.DEFAULT);
}
