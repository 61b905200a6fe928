package dev.stint.persistence.event;

import java.util.List;

/**
 * What a step whose outcome is not good enough has done again, frozen with the plan: a check the
 * steps it looks at, a model that plans its own try. The steps of the second round are called
 * {@code draft~2}, as those of a loop's second iteration are.
 *
 * @param max how often
 * @param steps what is done again, in order of declaration, the step itself the last
 */
public record RedoPlan(int max, List<String> steps) {
  public RedoPlan {
    steps = List.copyOf(steps);
  }
}
