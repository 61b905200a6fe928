package dev.stint.config.expression;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the values of expressions are made of, which is where their labels come from (F2).
 *
 * @param inputs names of inputs; {@link #ALL} where they are not fixed
 * @param steps ids of steps; {@link #ALL} where they are not fixed
 * @param item whether the item of a {@code forEach} is read, or its index
 */
public record Reads(Set<String> inputs, Set<String> steps, boolean item) {
  /** Stands for every name. */
  public static final String ALL = "*";

  public static final Reads NOTHING = new Reads(Set.of(), Set.of(), false);

  public Reads {
    inputs = Set.copyOf(inputs);
    steps = Set.copyOf(steps);
  }

  static Reads of(Collection<Reference> references) {
    var inputs = new TreeSet<String>();
    var steps = new TreeSet<String>();
    boolean item = false;
    for (Reference reference : references) {
      String name = reference.path().isEmpty() ? ALL : reference.path().getFirst();
      switch (reference.root()) {
        case "inputs" -> inputs.add(name);
        case "steps" -> steps.add(name);
        case "item", "index" -> item = true;
        default -> {} // run: what the runtime itself knows
      }
    }
    return new Reads(inputs, steps, item);
  }

  /** What both are made of. */
  public Reads and(Reads other) {
    var allInputs = new TreeSet<>(inputs);
    allInputs.addAll(other.inputs);
    var allSteps = new TreeSet<>(steps);
    allSteps.addAll(other.steps);
    return new Reads(allInputs, allSteps, item || other.item);
  }
}
