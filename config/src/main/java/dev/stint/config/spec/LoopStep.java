package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.util.List;

/**
 * Does its steps again until a condition holds, a bounded number of times (A2).
 *
 * @param max most iterations
 * @param until asked after each iteration; may read its steps
 * @param onMax what it means that the condition never held
 * @param steps ids of its steps, in order
 */
public record LoopStep(StepFrame frame, int max, Expression until, OnMax onMax, List<String> steps)
    implements StepSpec {
  public LoopStep {
    steps = List.copyOf(steps);
  }

  /** What it means that the condition never held. */
  public enum OnMax {
    FAIL,
    /** The value says {@code done: false}, and the run goes on. */
    CONTINUE
  }
}
