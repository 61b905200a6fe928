package dev.stint.config.spec;

import dev.stint.config.text.Position;
import dev.stint.config.text.SecretScan;
import dev.stint.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects everything wrong with a job, so that all of it is reported at once (A1). Messages are
 * masked: a quoted value may be a secret (B19).
 */
final class Problems {
  /** Most problems reported of one job. */
  static final int MAX = 50;

  private final Set<String> tolerated;
  private final String main;
  private final Set<SpecProblem> found = new LinkedHashSet<>();
  private final List<SpecProblem> warnings = new ArrayList<>();

  Problems() {
    this(Set.of());
  }

  /**
   * @param tolerated codes of problems that are only warned about
   */
  Problems(Set<String> tolerated) {
    this(tolerated, JobBundle.SPEC);
  }

  /**
   * @param main the file that is read, where none is named
   */
  Problems(Set<String> tolerated, String main) {
    this.tolerated = tolerated;
    this.main = main;
  }

  void add(YamlNode node, String pointer, String code, String message, String hint) {
    add(main, node.at(), pointer, code, message, hint);
  }

  /** A problem of another file of the job. */
  void add(SpecProblem problem) {
    if (found.size() < 20 * MAX) found.add(problem);
  }

  void add(Position at, String pointer, String code, String message, String hint) {
    add(main, at, pointer, code, message, hint);
  }

  void add(String file, Position at, String pointer, String code, String message, String hint) {
    if (tolerated.contains(code)) {
      warn(file, at, pointer, code, message, hint);
      return;
    }
    // Kept beyond the cap within reason: the report takes the first by place, not by discovery.
    if (found.size() < 20 * MAX) found.add(problem(file, at, pointer, code, message, hint));
  }

  void warn(String file, Position at, String pointer, String code, String message, String hint) {
    if (warnings.size() < MAX) warnings.add(problem(file, at, pointer, code, message, hint));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<SpecProblem> report() {
    return found.stream().sorted(SpecProblem.BY_PLACE).limit(MAX).toList();
  }

  List<SpecProblem> warnings() {
    return warnings.stream().sorted(SpecProblem.BY_PLACE).toList();
  }

  private static SpecProblem problem(
      String file, Position at, String pointer, String code, String message, String hint) {
    return new SpecProblem(
        file,
        at.line(),
        at.column(),
        SecretScan.mask(pointer),
        SecretScan.mask(message),
        SecretScan.mask(hint),
        code);
  }
}
