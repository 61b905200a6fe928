package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Steps with what they import in its place.
 *
 * @param steps without those whose import has a problem
 */
public record ExpandedSteps(JsonNode steps, List<SpecProblem> problems) {
  public ExpandedSteps {
    problems = List.copyOf(problems);
  }
}
