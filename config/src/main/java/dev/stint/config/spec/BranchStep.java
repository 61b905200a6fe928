package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.util.List;
import java.util.Optional;

/** Goes one of several ways (A2): the first case whose condition holds, and no other. */
public record BranchStep(StepFrame frame, List<Case> cases) implements StepSpec {
  public BranchStep {
    cases = List.copyOf(cases);
  }

  /**
   * One way.
   *
   * @param when its condition; absent for {@code else}, which is the last
   * @param steps ids of its steps, in order
   */
  public record Case(Optional<Expression> when, List<String> steps) {
    public Case {
      steps = List.copyOf(steps);
    }
  }

  /** What people call the case: {@code case_1}, {@code else}; {@code none} for a negative one. */
  public String name(int arm) {
    if (arm < 0) return "none";
    return cases.get(arm).when().isPresent() ? "case_" + (arm + 1) : "else";
  }
}
