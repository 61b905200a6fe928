package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.schema.SchemaProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a plan does not fit its schema. A list of forms of which none fits says little to a model;
 * here each step is held against the form that it was meant to have. Pure.
 */
final class PlanMisfits {
  /** What makes a step the one or the other. */
  private static final List<String> KINDS =
      List.of("tool", "prompt", "agent", "use", "branch", "loop");

  private static final String STEPS = "/properties/steps/items/anyOf";

  private final JsonNode forms;
  private final List<String> misfits = new ArrayList<>();

  private PlanMisfits(JsonNode forms) {
    this.forms = forms;
  }

  /** Empty when the plan fits. */
  static List<String> of(JsonNode schema, JsonNode plan) {
    List<SchemaProblem> problems = JsonSchemas.validate(schema, plan);
    if (problems.isEmpty()) return List.of();
    var found = new PlanMisfits(schema.at(STEPS));
    found.steps(plan.path("steps"), true);
    if (!found.misfits.isEmpty()) return found.misfits;
    return problems.stream().map(SchemaProblem::toString).toList();
  }

  /**
   * @param outermost where branches and loops may stand
   */
  private void steps(JsonNode steps, boolean outermost) {
    for (JsonNode step : steps) step(step, outermost);
  }

  private void step(JsonNode step, boolean outermost) {
    String name = "step " + step.path("id").asText("without id");
    List<String> kinds = KINDS.stream().filter(step::has).toList();
    if (kinds.size() != 1) {
      misfits.add(name + ": expected one of " + KINDS + ", found " + kinds);
      return;
    }
    String kind = kinds.getFirst();
    boolean block = kind.equals("branch") || kind.equals("loop");
    if (block && !outermost) {
      misfits.add(name + ": a " + kind + " stands in no other block");
      return;
    }
    Optional<JsonNode> form = form(kind, step.path(kind));
    if (form.isEmpty()) {
      misfits.add(
          name
              + ": there is no "
              + kind
              + " "
              + step.path(kind).asText()
              + " for this plan; there are "
              + offered(kind));
      return;
    }
    for (SchemaProblem problem : JsonSchemas.validate(form.get(), step)) {
      // Of the steps inside it is told with their own names.
      if (!block || !problem.pointer().matches(".*/(steps|else)/\\d+.*")) {
        misfits.add(name + " at " + problem);
      }
    }
    for (JsonNode way : step.path("branch")) {
      steps(way.path("steps"), false);
      steps(way.path("else"), false);
    }
    steps(step.at("/loop/steps"), false);
  }

  private Optional<JsonNode> form(String kind, JsonNode value) {
    for (JsonNode form : forms) {
      JsonNode given = form.path("properties").path(kind);
      if (given.has("const") ? given.path("const").equals(value) : !given.isMissingNode()) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  private List<String> offered(String kind) {
    List<String> offered = new ArrayList<>();
    for (JsonNode form : forms) {
      JsonNode given = form.path("properties").path(kind).path("const");
      if (given.isTextual()) offered.add(given.asText());
    }
    return offered;
  }
}
