package dev.stint.runtime.tool;

import java.util.List;

/**
 * Where a call and its arguments come from.
 *
 * @param unit of the run
 * @param submittedBy who submitted the run
 * @param trusted whether somebody stands for all that the arguments are made of: the job's own
 *     words, its inputs, sources that a steward vouches for
 * @param steps whose outputs they rest on
 */
public record Provenance(
    String unit,
    String job,
    String department,
    String submittedBy,
    boolean trusted,
    List<String> steps) {
  public Provenance {
    steps = List.copyOf(steps);
  }
}
