package dev.stint.persistence.event;

import dev.stint.config.spec.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names of steps in the iterations of loops: {@code draft~2} is step {@code draft} in the
 * second iteration of its loop, {@code draft~2~1} that of an inner loop in the second of an outer
 * one. A tilde cannot stand in an id of a job.
 */
public final class Iteration {
  private static final char MARK = '~';

  private Iteration() {}

  /** Whether the step belongs to an iteration. */
  public static boolean is(String step) {
    return step.indexOf(MARK) >= 0;
  }

  /** The job's own step; of a turn or call of an agent, the agent's. */
  public static String own(String step) {
    String root = AgentPlan.root(step);
    int mark = root.indexOf(MARK);
    return mark < 0 ? root : root.substring(0, mark);
  }

  /** The number of the innermost iteration; 0 outside of loops. */
  public static int number(String step) {
    String root = AgentPlan.root(step);
    int mark = root.lastIndexOf(MARK);
    return mark < 0 ? 0 : Integer.parseInt(root, mark + 1, root.length(), 10);
  }

  /** The same step in iteration {@code number} of its innermost loop. */
  public static String at(String step, int number) {
    return step.substring(0, step.lastIndexOf(MARK) + 1) + number;
  }

  /** The names that a job's step can have for one that stands in {@code step}'s iterations. */
  public static List<String> candidates(String own, String step) {
    List<String> found = new ArrayList<>();
    String marks = marks(AgentPlan.root(step));
    while (!marks.isEmpty()) {
      found.add(own + marks);
      marks = marks.substring(0, marks.lastIndexOf(MARK));
    }
    found.add(own);
    return found;
  }

  private static String marks(String step) {
    int mark = step.indexOf(MARK);
    return mark < 0 ? "" : step.substring(mark);
  }

  /** The steps of iteration {@code number} of a loop. */
  public static List<PlannedStep> of(PlannedStep loop, int number) {
    String suffix = marks(loop.id()) + MARK + number;
    String own = own(loop.id());
    List<PlannedStep> steps = new ArrayList<>();
    for (PlannedStep step : loop.loop().orElseThrow().steps()) {
      Within place = step.within().orElseThrow();
      Within there =
          place.block().equals(own)
              ? new Within(loop.id(), number)
              : new Within(place.block() + suffix, place.arm());
      List<String> after = step.dependsOn().stream().map(id -> id + suffix).toList();
      steps.add(step.as(step.id() + suffix, after, Optional.of(there)));
    }
    return steps;
  }
}
