package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.schema.SchemaProblem;
import java.util.List;

/** Inputs of a run, checked. */
public sealed interface InputsResult {
  /** Complete inputs, with defaults filled in. */
  record Accepted(JsonNode inputs) implements InputsResult {}

  /** What is wrong; never empty. */
  record Refused(List<SchemaProblem> problems) implements InputsResult {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
