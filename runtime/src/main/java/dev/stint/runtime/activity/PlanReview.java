package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.ExpandedSteps;
import dev.stint.config.spec.SpecProblem;
import dev.stint.config.spec.SpecResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a plan that a model made: the schema, then everything that `validate` knows.
 */
final class PlanReview {
  /** Problems beyond these help no model. */
  private static final int MOST = 20;

  private static final Pattern STEP = Pattern.compile("/plan/(\\d{1,5})(.*)", Pattern.DOTALL);

  private PlanReview() {}

  /**
   * @param steps what was read, with the steps of components in their place; an empty list when
   *     nothing could be
   * @param problems all of them; empty when the plan can be used
   */
  record Finding(JsonNode steps, List<String> problems) {
    Finding {
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param available tokens that the run has left
   */
  static Finding of(CompiledJob job, JsonNode schema, int maxSteps, String text, long available) {
    JsonNode answer;
    try {
      answer = Json.parse(text);
    } catch (IllegalArgumentException e) {
      return new Finding(
          JsonNodeFactory.instance.arrayNode(), List.of("expected JSON: " + e.getMessage()));
    }
    JsonNode made = answer.path("steps");
    List<String> problems = new ArrayList<>(PlanMisfits.of(schema, answer));
    JsonNode steps = made;
    if (problems.isEmpty()) {
      ExpandedSteps expanded = job.expanded(made);
      expanded.problems().forEach(p -> problems.add(told(p, made)));
      steps = expanded.steps();
    }
    if (problems.isEmpty() && job.planned(steps) instanceof SpecResult.Invalid invalid) {
      for (SpecProblem problem : invalid.problems()) problems.add(told(problem, steps));
    }
    List<String> ids = new ArrayList<>();
    ids(made, ids);
    for (String id : ids) {
      if (id.startsWith("stint_")) problems.add(id + ": names that begin with stint_ are taken");
    }
    if (ids.size() > maxSteps) {
      problems.add("expected at most " + maxSteps + " steps, found " + ids.size());
    }
    if (problems.isEmpty()) {
      long forecast = PlanForecast.of(job, steps).tokens();
      if (forecast > available) {
        problems.add(
            "the steps take up to " + forecast + " tokens, and " + available + " are left");
      }
    }
    return new Finding(steps, problems.subList(0, Math.min(MOST, problems.size())));
  }

  /** By the id of the step: the place of a step changes when a component is put in its place. */
  private static String told(SpecProblem problem, JsonNode steps) {
    String text = problem.message() + " (" + problem.code() + ")";
    Matcher place = STEP.matcher(problem.pointer());
    if (!place.matches()) return problem.pointer() + ": " + text;
    String id = steps.path(Integer.parseInt(place.group(1))).path("id").asText();
    return "step " + id + (place.group(2).isEmpty() ? "" : " at " + place.group(2)) + ": " + text;
  }

  private static void ids(JsonNode steps, List<String> ids) {
    for (JsonNode step : steps) {
      ids.add(step.path("id").asText());
      for (JsonNode way : step.path("branch")) {
        ids(way.path("steps"), ids);
        ids(way.path("else"), ids);
      }
      ids(step.at("/loop/steps"), ids);
    }
  }
}
