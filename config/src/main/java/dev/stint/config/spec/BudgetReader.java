package dev.stint.config.spec;

import dev.stint.config.text.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code budget}. */
final class BudgetReader {
  private static final long MOST = 1L << 53;

  private BudgetReader() {}

  static BudgetSpec read(Fields job) {
    return job.object("budget", Section.BUDGET)
        .map(BudgetReader::budget)
        .orElseGet(BudgetSpec::standard);
  }

  private static BudgetSpec budget(Fields budget) {
    Optional<Fields> tokens = budget.object("tokens", Section.TOKENS);
    OptionalLong given = integer(tokens, "hard", 1);
    long hard = given.orElse(BudgetSpec.DEFAULT_HARD);
    OptionalLong soft = integer(tokens, "soft", 0);
    OptionalLong perDay = integer(tokens, "perDay", 1);
    OptionalLong reserve = budget.integer("reserve", 0, MOST);
    if (soft.isPresent() && soft.getAsLong() > hard) {
      tokens
          .orElseThrow()
          .refuse(
              "soft",
              "budget_order",
              "expected soft to be at most hard (" + hard + "), found " + soft.getAsLong(),
              "lower soft or raise hard");
    }
    if (reserve.isPresent() && reserve.getAsLong() >= hard) {
      budget.refuse(
          "reserve",
          "budget_order",
          "expected reserve to be less than hard (" + hard + "), found " + reserve.getAsLong(),
          "the reserve is the part of hard kept for the partial result");
    }
    Optional<Fields> time = budget.object("time", Section.TIME);
    return new BudgetSpec(
        OptionalLong.of(soft.orElse(BudgetSpec.defaultSoft(hard))),
        hard,
        perDay,
        reserve.orElse(BudgetSpec.defaultReserve(hard)),
        budget.choice("onSoft", BudgetSpec.OnSoft.class).orElse(BudgetSpec.OnSoft.ALERT),
        budget.choice("onHard", BudgetSpec.OnHard.class).orElse(BudgetSpec.OnHard.PARTIAL),
        time.flatMap(t -> t.duration("max", Duration.ofSeconds(1), Durations.MAX)),
        time.flatMap(t -> t.flag("countWaiting")).orElse(false),
        budget.object("cost", Section.COST).flatMap(BudgetReader::money));
  }

  private static OptionalLong integer(Optional<Fields> tokens, String key, long min) {
    return tokens.map(t -> t.integer(key, min, MOST)).orElseGet(OptionalLong::empty);
  }

  private static Optional<BigDecimal> money(Fields cost) {
    return cost.number("hardUsd", 0, 1_000_000).map(amount -> new BigDecimal(amount.toString()));
  }
}
