package dev.stint.config.spec;

import java.util.List;

/**
 * The model of a job or step (C1).
 *
 * @param use {@code provider/model}
 * @param maxOutputTokens most tokens of one answer
 * @param fallback tried in order when {@code use} does not answer
 * @param cache whether answers may be used again, where a step says so
 */
public record ModelSpec(
    String use, double temperature, int maxOutputTokens, List<String> fallback, boolean cache) {
  /** The deterministic offline provider. */
  public static final ModelSpec DEFAULT =
      new ModelSpec("offline/extractive", 0, 1000, List.of(), true);

  public ModelSpec {
    fallback = List.copyOf(fallback);
  }

  /** The part before the slash. */
  public String provider() {
    return use.substring(0, use.indexOf('/'));
  }

  /** The part after the first slash. */
  public String model() {
    return use.substring(use.indexOf('/') + 1);
  }

  /** The same settings with another model. */
  public ModelSpec withUse(String other) {
    return new ModelSpec(other, temperature, maxOutputTokens, fallback, cache);
  }
}
