package dev.stint.config.spec;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a job starts by itself (I1).
 *
 * @param cron five fields, with {@code #}, {@code L} and {@code W} in the day fields
 * @param calendar holidays, by the calendar's name
 * @param catchUp how late a missed start is made up for
 */
public record ScheduleSpec(
    String cron,
    ZoneId timezone,
    Optional<String> calendar,
    OnHoliday onHoliday,
    Overlap overlap,
    Duration catchUp,
    Duration jitter) {
  /** What happens when a start falls on a holiday. */
  public enum OnHoliday {
    RUN,
    SKIP,
    NEXT_BUSINESS_DAY,
    NEXT_SAME_WEEKDAY
  }

  /** What happens when the run before has not ended. */
  public enum Overlap {
    SKIP,
    QUEUE,
    CANCEL_PREVIOUS,
    ALLOW
  }
}
