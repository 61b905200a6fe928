package dev.stint.runtime.reconcile;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Something a person must look at: one movement, as each ledger tells it.
 *
 * @param left the entry of the first ledger, when it has one
 * @param right the entry of the second ledger, when it has one
 */
public record Discrepancy(Kind kind, Optional<Entry> left, Optional<Entry> right) {
  /** In the order in which they are reported. */
  public enum Kind {
    /** One ledger has the reference more than once: the entry beyond those that matched. */
    DUPLICATE,
    /** The same reference, in two currencies. */
    CURRENCY_DIFFERS,
    /** The same reference, amounts further apart than tolerated. */
    AMOUNT_DIFFERS,
    /** The same reference and amount, dates further apart than tolerated. */
    DATE_DIFFERS,
    /** Amount, currency and date agree, the references do not: probably a misread reference. */
    REFERENCE_DIFFERS,
    /** Only the second ledger has it. */
    MISSING_LEFT,
    /** Only the first ledger has it. */
    MISSING_RIGHT
  }

  public String reference() {
    return left.or(() -> right).orElseThrow().reference();
  }

  public String currency() {
    return left.or(() -> right).orElseThrow().currency();
  }

  /** Left minus right, a ledger without the entry counting as nothing. */
  public BigDecimal difference() {
    return amount(left).subtract(amount(right));
  }

  /** What is at stake, never negative: the difference, or the amount where that is nil. */
  public BigDecimal exposure() {
    BigDecimal difference = difference().abs();
    return difference.signum() != 0 ? difference : amount(left.or(() -> right)).abs();
  }

  private static BigDecimal amount(Optional<Entry> entry) {
    return entry.map(Entry::amount).orElse(BigDecimal.ZERO);
  }
}
