package dev.stint.config.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run may use up (E1, E2, E3). Tokens are whole numbers up to 2^53.
 *
 * @param softTokens alert from here on; 75 % of the hard limit unless given
 * @param hardTokens never exceeded, whatever runs at the same time
 * @param perDayTokens for all runs of the job in one day
 * @param reserveTokens kept back for the partial result
 * @param maxTime longest duration of a run
 * @param countWaiting whether time waiting for people counts
 * @param hardUsd most money a run may cost
 */
public record BudgetSpec(
    OptionalLong softTokens,
    long hardTokens,
    OptionalLong perDayTokens,
    long reserveTokens,
    OnSoft onSoft,
    OnHard onHard,
    Optional<Duration> maxTime,
    boolean countWaiting,
    Optional<BigDecimal> hardUsd) {
  /** Limit of a job that names none. */
  public static final long DEFAULT_HARD = 20_000;

  private static final long MOST_RESERVE = 1_200;

  /** What happens when the soft limit is reached. */
  public enum OnSoft {
    ALERT,
    THROTTLE
  }

  /** What happens when the hard limit is reached. */
  public enum OnHard {
    /** Write the partial result from the reserve. */
    PARTIAL,
    FAIL
  }

  static long defaultSoft(long hard) {
    return hard - hard / 4;
  }

  static long defaultReserve(long hard) {
    return Math.min(MOST_RESERVE, hard / 10);
  }

  /** The budget of a job that names none. */
  public static BudgetSpec standard() {
    return ofTokens(DEFAULT_HARD);
  }

  /** A budget of {@code hard} tokens with everything else as usual. */
  public static BudgetSpec ofTokens(long hard) {
    return new BudgetSpec(
        OptionalLong.of(defaultSoft(hard)),
        hard,
        OptionalLong.empty(),
        defaultReserve(hard),
        OnSoft.ALERT,
        OnHard.PARTIAL,
        Optional.empty(),
        false,
        Optional.empty());
  }
}
