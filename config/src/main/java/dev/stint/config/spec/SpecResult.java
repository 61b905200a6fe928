package dev.stint.config.spec;

import java.util.List;

/** The outcome of reading a job. */
public sealed interface SpecResult {
  /**
   * A job that can run.
   *
   * @param warnings what is allowed but probably not meant
   */
  record Ok(JobSpec spec, CompiledJob job, List<SpecProblem> warnings) implements SpecResult {
    public Ok {
      warnings = List.copyOf(warnings);
    }
  }

  /** Everything that is wrong, by place in the file; never empty. */
  record Invalid(List<SpecProblem> problems) implements SpecResult {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
