package dev.stint.persistence.state;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.TokenBudget;
import java.util.EnumMap;
import java.util.Map;

/**
 * A run's tokens: reserved before a call, settled after it (E1). Immutable; every figure is tokens.
 *
 * <p>Invariant 4: {@code used + reserved <= hard}, because a reservation is only made when it fits
 * and a call settles at no more than its reservation.
 *
 * @param spent settled, by stage
 * @param reserved held for calls in flight
 * @param exhausted a call did not fit; only the tail may still be spent
 */
public record Pot(
    TokenBudget budget, Map<Stage, Long> spent, long reserved, boolean alerted, boolean exhausted) {
  public Pot {
    spent = Map.copyOf(spent);
  }

  static Pot of(TokenBudget budget) {
    return new Pot(budget, Map.of(), 0, false, false);
  }

  public long used() {
    long used = 0;
    for (long tokens : spent.values()) used += tokens;
    return used;
  }

  public long used(Stage stage) {
    return spent.getOrDefault(stage, 0L);
  }

  /** What an ordinary call may still reserve: all but the tail. */
  public long available() {
    return Math.max(0, budget.hard() - budget.tail() - used() - reserved);
  }

  /** What the partial result may still reserve. */
  public long availableWithTail() {
    return Math.max(0, budget.hard() - used() - reserved);
  }

  Pot reserve(long tokens) {
    return new Pot(budget, spent, reserved + tokens, alerted, exhausted);
  }

  Pot settle(Stage stage, long held, long billed) {
    var next = new EnumMap<Stage, Long>(Stage.class);
    next.putAll(spent);
    if (billed > 0) next.merge(stage, billed, Long::sum);
    return new Pot(budget, next, reserved - held, alerted, exhausted);
  }

  Pot alert() {
    return new Pot(budget, spent, reserved, true, exhausted);
  }

  Pot exhaust() {
    return new Pot(budget, spent, reserved, alerted, true);
  }
}
