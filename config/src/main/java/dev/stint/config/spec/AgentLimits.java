package dev.stint.config.spec;

import java.time.Duration;

/**
 * Within what an agent works.
 *
 * @param turns most turns; summaries do not count
 * @param tokens most tokens of all turns and calls; 0 for no limit but the run's
 * @param deadline longest time from its first turn on; zero for none
 * @param repairs answers in a row that may miss the schema
 * @param onStop what a stop without an answer yields
 * @param maxCalls calls of one turn in flight at once
 * @param compactAt prompt tokens after which the conversation is summarised
 * @param sameCall how often one call with the same arguments is asked for
 * @param unchanged turns in a row that bring nothing new
 * @param spend tokens of the latest turns in percent of those before
 * @param throttle pause before a throttled turn
 */
public record AgentLimits(
    int turns,
    long tokens,
    Duration deadline,
    int repairs,
    OnStop onStop,
    int maxCalls,
    long compactAt,
    Ladder sameCall,
    Ladder unchanged,
    Ladder spend,
    Duration throttle) {
  public static final AgentLimits DEFAULT =
      new AgentLimits(
          50,
          0,
          Duration.ZERO,
          2,
          OnStop.PARTIAL,
          4,
          16_000,
          new Ladder(5, 10, 20, 40),
          new Ladder(3, 5, 8, 12),
          new Ladder(300, 500, 1_000, 2_000),
          Duration.ofSeconds(10));

  /** What the step has when it ends without an answer. */
  public enum OnStop {
    /** What it found so far, with the reason. */
    PARTIAL,
    /** A failure. */
    FAIL
  }

  /** The values at which the watchdog warns, slows down, waits for an operator, and ends. */
  public record Ladder(int warn, int throttle, int park, int kill) {}
}
