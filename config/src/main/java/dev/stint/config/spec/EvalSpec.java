package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;

/**
 * What a version must pass before production (K1, K2).
 *
 * @param dataset file of the job folder
 * @param gates conditions, e.g. {@code accuracy >= 0.9}
 */
public record EvalSpec(Optional<String> dataset, List<String> gates) {
  public EvalSpec {
    gates = List.copyOf(gates);
  }
}
