package dev.stint.runtime.run;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent;
import dev.stint.runtime.model.price.Price;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the models of a run cost, as its record says (E2). Pure.
 *
 * @param usd US dollars of the calls that have a price; empty when none has
 * @param unpriced tokens that were billed and have none: of models without a price, and of attempts
 *     that failed
 */
public record RunCost(Optional<BigDecimal> usd, long unpriced) {
  /** The dollars as a text. */
  public Optional<String> text() {
    return usd.map(Price::text);
  }

  public static RunCost of(List<Recorded> history) {
    Set<String> models = new HashSet<>();
    Optional<BigDecimal> usd = Optional.empty();
    long unpriced = 0;
    for (Recorded one : history) {
      switch (one.event()) {
        case StepEvent.AttemptStarted e when e.pins().containsKey("model") -> models.add(e.lease());
        case StepEvent.AttemptSucceeded e -> {
          String cost = e.pins().getOrDefault("cost_usd", "");
          if (cost.equals("unpriced")) unpriced += e.tokens();
          else if (!cost.isEmpty()) {
            BigDecimal more = new BigDecimal(cost);
            usd = Optional.of(usd.map(more::add).orElse(more));
          }
        }
        case StepEvent.AttemptFailed e when models.contains(e.lease()) -> unpriced += e.tokens();
        case StepEvent.AttemptLost e when models.contains(e.lease()) -> unpriced += e.tokens();
        default -> {}
      }
    }
    return new RunCost(usd, unpriced);
  }
}
