package dev.stint.config.spec;

import dev.stint.config.text.Durations;
import java.time.Duration;

/** Reads {@code retry} and {@code defaults}. */
final class RetryReader {
  private static final int MOST = 20;
  static final Duration LONGEST_STEP = Duration.ofDays(30);

  private RetryReader() {}

  static RetrySpec read(Fields owner, RetrySpec standard) {
    return owner.object("retry", Section.RETRY).map(r -> retry(r, standard)).orElse(standard);
  }

  private static RetrySpec retry(Fields retry, RetrySpec standard) {
    Duration initial =
        retry
            .duration("initial", Duration.ofMillis(1), Duration.ofDays(1))
            .orElse(standard.initial());
    Duration longest =
        retry
            .duration("maxDelay", Duration.ofMillis(1), Duration.ofDays(7))
            .orElse(standard.maxDelay());
    boolean given = retry.has("maxDelay");
    if (given && initial.compareTo(longest) > 0) {
      retry.refuse(
          "maxDelay",
          "out_of_range",
          "expected maxDelay to be at least initial (" + Durations.print(initial) + ")",
          "");
    }
    return new RetrySpec(
        (int) retry.integer("max", 0, MOST).orElse(standard.max()),
        retry.choice("backoff", RetrySpec.Backoff.class).orElse(standard.backoff()),
        initial,
        retry.number("jitter", 0, 1).orElse(standard.jitter()),
        given || initial.compareTo(longest) <= 0 ? longest : initial,
        retry.choice("onExhausted", RetrySpec.OnExhausted.class).orElse(standard.onExhausted()));
  }

  static StepDefaults defaults(Fields job) {
    var standard = StepDefaults.DEFAULT;
    return job.object("defaults", Section.DEFAULTS)
        .map(d ->
            new StepDefaults(
                d.duration("timeout", Duration.ofMillis(1), LONGEST_STEP)
                    .orElse(standard.timeout()),
                read(d, standard.retry())))
        .orElse(standard);
  }
}
