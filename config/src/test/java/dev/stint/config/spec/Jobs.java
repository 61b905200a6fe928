package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Jobs for tests. */
final class Jobs {
  static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: sample
      version: 1.0.0
      owner: group:ops
      """;

  private Jobs() {}

  /** A complete job around the given sections. */
  static String with(String sections) {
    return HEAD + sections;
  }

  /** A complete job with one granted tool {@code t.one} and the given steps. */
  static String plan(String steps) {
    return HEAD + "tools:\n  - {use: t.one@^1}\nplan:\n" + steps.indent(2);
  }

  static Path monthly() {
    try {
      return Path.of(Jobs.class.getResource("/jobs/monthly/job.yaml").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static CompiledJob compiled(String text) {
    return compiled(SpecReader.read(text));
  }

  static CompiledJob compiled(SpecResult result) {
    return switch (result) {
      case SpecResult.Ok ok -> ok.job();
      case SpecResult.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
    };
  }

  static List<SpecProblem> problems(String text) {
    return problems(SpecReader.read(text));
  }

  static List<SpecProblem> problems(SpecResult result) {
    return switch (result) {
      case SpecResult.Ok ok -> List.of();
      case SpecResult.Invalid invalid -> invalid.problems();
    };
  }

  /** The monthly job with one file changed, added, or (empty text) removed. */
  static SpecResult monthlyWith(String path, String text) throws BundleException {
    var files = new TreeMap<>(JobBundle.load(monthly()).files());
    if (text.isEmpty()) files.remove(path);
    else files.put(path, text.getBytes(StandardCharsets.UTF_8));
    return SpecReader.read(JobBundle.of(files));
  }

  /** Asserts that exactly one problem is found, at the place of {@code needle}, with this code. */
  static SpecProblem onlyProblem(String text, String needle, String code) {
    var problems = problems(text);
    assertThat(problems).as("problems of%n%s", text).hasSize(1);
    var problem = problems.getFirst();
    int at = text.indexOf(needle);
    assertThat(at).as("%s occurs", needle).isNotNegative();
    String before = text.substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = at - before.lastIndexOf('\n');
    assertThat(
            problem.file() + ":" + problem.line() + ":" + problem.column() + " " + problem.code())
        .as(problem.toString())
        .isEqualTo("job.yaml:" + line + ":" + column + " " + code);
    return problem;
  }
}
