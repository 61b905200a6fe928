package dev.stint.config.yaml;

import java.util.List;
import java.util.Optional;

/**
 * What was read.
 *
 * @param root absent when the text is not readable at all
 * @param problems everything wrong with the form; a root may still be there, for a duplicate key
 *     does not hide other problems
 */
public record YamlDocument(Optional<YamlNode> root, List<YamlProblem> problems) {
  public YamlDocument {
    problems = List.copyOf(problems);
  }
}
