package dev.stint.runtime.memory;

import java.util.Optional;

/**
 * Who shares a memory: the jobs of a department, or the runs of one job of it. Nothing crosses
 * departments (IF-14).
 *
 * @param job empty for the whole department
 */
public record MemoryScope(String department, Optional<String> job) {
  private static final String DEPARTMENT = "department:";
  private static final String JOB = "job:";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  public MemoryScope {
    check(department);
    job.ifPresent(MemoryScope::check);
  }

  private static void check(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "expected a name of letters, digits, dot, dash, underscore, found \"" + name + "\"");
    }
  }

  public static MemoryScope ofDepartment(String department) {
    return new MemoryScope(department, Optional.empty());
  }

  public static MemoryScope ofJob(String department, String job) {
    return new MemoryScope(department, Optional.of(job));
  }

  /** {@code department:legal} or {@code job:legal/report}. */
  public String text() {
    return job.map(name -> JOB + department + "/" + name).orElse(DEPARTMENT + department);
  }

  /**
   * @throws IllegalArgumentException for any other text
   */
  public static MemoryScope parse(String text) {
    if (text.startsWith(DEPARTMENT)) return ofDepartment(text.substring(DEPARTMENT.length()));
    int slash = text.indexOf('/');
    if (text.startsWith(JOB) && slash > 0) {
      return ofJob(text.substring(JOB.length(), slash), text.substring(slash + 1));
    }
    throw new IllegalArgumentException(
        "expected department:<name> or job:<department>/<name>, found \"" + text + "\"");
  }

  @Override
  public String toString() {
    return text();
  }
}
