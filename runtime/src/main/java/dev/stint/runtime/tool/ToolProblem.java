package dev.stint.runtime.tool;

/**
 * A tool that cannot be offered, and why.
 *
 * @param tool its name, or that of what should have brought it
 * @param code stable, lower snake case
 * @param message one sentence: what was expected, what was found
 */
public record ToolProblem(String tool, String code, String message) {
  @Override
  public String toString() {
    return tool + ": " + message + " [" + code + "]";
  }
}
