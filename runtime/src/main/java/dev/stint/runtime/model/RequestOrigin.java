package dev.stint.runtime.model;

/**
 * Where in a job a request comes from. Never sent to a server; scripted models go by it.
 *
 * @param step the job's own step
 * @param turn of an agent, from 1; in a loop the iteration, and 1 for anything else
 * @param attempt of the unit, from 1; 0 while it is only planned
 * @param summarising an agent asks for a summary of its conversation
 */
public record RequestOrigin(
    String step, int turn, int attempt, boolean summarising, JobFiles files) {
  /** No job at all. */
  public static final RequestOrigin NONE = new RequestOrigin("", 1, 0, false, JobFiles.NONE);
}
