package dev.stint.config.spec;

/**
 * What follows a check that does not hold: an earlier step and all that came of it are done once
 * more, told what was found.
 *
 * @param step where to begin again
 * @param max how often, from 1 to {@value #MOST}; after that the check has failed
 */
public record Redo(String step, int max) {
  /** Most times that steps are done again. */
  public static final int MOST = 10;
}
