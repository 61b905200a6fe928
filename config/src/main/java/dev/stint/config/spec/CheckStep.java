package dev.stint.config.spec;

import java.util.List;

/**
 * Holds values against conditions (F6).
 *
 * @param onFail what it means that one of them does not hold
 */
public record CheckStep(StepFrame frame, List<Check> checks, OnFail onFail) implements StepSpec {
  public CheckStep {
    checks = List.copyOf(checks);
  }

  /** What it means that a check does not hold. */
  public enum OnFail {
    FAIL,
    /**
     * The value says {@code passed: false} and why, and the run goes on: for loops and branches.
     */
    CONTINUE
  }
}
