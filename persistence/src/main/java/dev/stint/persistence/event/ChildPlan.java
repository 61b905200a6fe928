package dev.stint.persistence.event;

/**
 * The job that a step runs as a child, frozen with the plan.
 *
 * @param tokens that the child may use at most; held in the parent's pot while it runs
 */
public record ChildPlan(JobRef job, long tokens) {
  /** How deep runs may run others. */
  public static final int DEEPEST = 4;
}
