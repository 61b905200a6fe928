package dev.stint.config.yaml;

/** Stops the reading of a document that must not be read further. */
final class YamlRefusedException extends RuntimeException {
  private final transient YamlProblem problem;

  YamlRefusedException(YamlProblem problem) {
    super(problem.message());
    this.problem = problem;
  }

  YamlProblem problem() {
    return problem;
  }
}
