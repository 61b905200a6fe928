package dev.stint.runtime.model.price;

import dev.stint.runtime.model.TokenUsage;
import java.math.BigDecimal;

/**
 * What a model costs, in US dollars for a million tokens.
 *
 * @param cached input that the provider had already read
 * @param table which table says so, with its version
 */
public record Price(BigDecimal input, BigDecimal cached, BigDecimal output, String table) {
  private static final int MILLION = 6;

  public Price {
    if (input.signum() < 0 || cached.signum() < 0 || output.signum() < 0) {
      throw new IllegalArgumentException("a price is not negative");
    }
  }

  /** US dollars, exact. */
  public BigDecimal of(TokenUsage usage) {
    BigDecimal fresh = input.multiply(BigDecimal.valueOf(usage.input() - usage.cached()));
    BigDecimal known = cached.multiply(BigDecimal.valueOf(usage.cached()));
    BigDecimal said = output.multiply(BigDecimal.valueOf(usage.output()));
    return fresh.add(known).add(said).movePointLeft(MILLION);
  }

  /** Money as a text: no exponent, no needless zeros. */
  public static String text(BigDecimal usd) {
    return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
  }

  /** For the record of a call: what was paid by, {@code input/cached/output}. */
  @Override
  public String toString() {
    return text(input) + "/" + text(cached) + "/" + text(output) + " USD per million, " + table;
  }
}
