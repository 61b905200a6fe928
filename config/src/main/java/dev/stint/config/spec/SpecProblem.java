package dev.stint.config.spec;

import java.util.Comparator;

/**
 * One thing wrong with a job, and where (A1).
 *
 * @param file within the job folder
 * @param line from 1
 * @param column from 1
 * @param pointer JSON Pointer of the value, empty for the file as a whole
 * @param message what was expected and what was found
 * @param hint what to do about it; may be empty
 * @param code stable, lower case
 */
public record SpecProblem(
    String file, int line, int column, String pointer, String message, String hint, String code) {
  static final Comparator<SpecProblem> BY_PLACE =
      Comparator.<SpecProblem, Boolean>comparing(p -> !p.file().equals(JobBundle.SPEC))
          .thenComparing(SpecProblem::file)
          .thenComparingInt(SpecProblem::line)
          .thenComparingInt(SpecProblem::column)
          .thenComparing(SpecProblem::pointer)
          .thenComparing(SpecProblem::code)
          .thenComparing(SpecProblem::message);

  /** The pointer as people write paths: {@code plan[2].dependsOn}. */
  public String path() {
    var path = new StringBuilder();
    for (String name : pointer.split("/")) {
      if (name.isEmpty()) continue;
      String plain = name.replace("~1", "/").replace("~0", "~");
      if (plain.chars().allMatch(c -> c >= '0' && c <= '9'))
        path.append('[').append(plain).append(']');
      else path.append(path.isEmpty() ? "" : ".").append(plain);
    }
    return path.toString();
  }

  @Override
  public String toString() {
    String where = file + ":" + line + ":" + column + " ";
    return where + (pointer.isEmpty() ? "" : path() + ": ") + message;
  }
}
