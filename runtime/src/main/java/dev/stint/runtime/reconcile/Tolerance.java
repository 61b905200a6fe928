package dev.stint.runtime.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * How far two entries of one movement may lie apart.
 *
 * @param amount largest difference in the currency's unit, not negative
 * @param days largest distance of the booking dates, not negative
 */
public record Tolerance(BigDecimal amount, int days) {
  boolean amounts(BigDecimal left, BigDecimal right) {
    return left.subtract(right).abs().compareTo(amount) <= 0;
  }

  boolean dates(LocalDate left, LocalDate right) {
    return Math.abs(ChronoUnit.DAYS.between(left, right)) <= days;
  }
}
