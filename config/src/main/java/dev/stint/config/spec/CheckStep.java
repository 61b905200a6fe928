package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;

/**
 * Holds values against conditions (F6).
 *
 * @param onFail what it means that one of them does not hold
 * @param redo what is tried before that; absent for nothing
 */
public record CheckStep(StepFrame frame, List<Check> checks, OnFail onFail, Optional<Redo> redo)
    implements StepSpec {
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
