package dev.stint.config.expression;

import java.util.Set;

/**
 * What an expression may read.
 *
 * @param steps the steps it may read: those certain to have ended before
 * @param allSteps every step of the job, to tell a slip from an order problem
 * @param inputs whether {@code inputs} and {@code steps} exist at all
 * @param item whether {@code item} and {@code index} exist
 * @param unsure those of {@code steps} that stand in a branch, and are there only when it was taken
 * @param loop whether {@code iteration} exists
 * @param redo whether {@code redo} exists
 */
public record Scope(
    Set<String> steps,
    Set<String> allSteps,
    boolean inputs,
    boolean item,
    Set<String> unsure,
    boolean loop,
    boolean redo) {
  /** Only {@code run}: what defaults of inputs may read. */
  public static final Scope RUN_ONLY = new Scope(Set.of(), Set.of(), false, false);

  public Scope {
    steps = Set.copyOf(steps);
    allSteps = Set.copyOf(allSteps);
    unsure = Set.copyOf(unsure);
  }

  /** Outside of branches and loops. */
  public Scope(Set<String> steps, Set<String> allSteps, boolean inputs, boolean item) {
    this(steps, allSteps, inputs, item, Set.of(), false, false);
  }
}
