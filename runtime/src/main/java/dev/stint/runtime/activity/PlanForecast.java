package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.runtime.model.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/**
 * The most that a plan of a model can cost, as far as it can be told before it runs (A3). Of the
 * cases of a branch the dearest counts, of a loop every time it may go round. How many items a list
 * will have is not known where it is an expression: then one is counted, and the step is named.
 * Pure.
 *
 * @param tokens at most, with one item where the number is not known
 * @param perItem ids of steps that cost this for every item
 */
record PlanForecast(long tokens, List<String> perItem) {
  PlanForecast {
    perItem = List.copyOf(perItem);
  }

  static PlanForecast of(CompiledJob job, JsonNode steps) {
    List<String> perItem = new ArrayList<>();
    return new PlanForecast(sum(job, steps, perItem), perItem);
  }

  private static long sum(CompiledJob job, JsonNode steps, List<String> perItem) {
    long sum = 0;
    for (JsonNode step : steps) {
      long dearest = 0;
      for (JsonNode way : step.path("branch")) {
        JsonNode inside = way.has("else") ? way.path("else") : way.path("steps");
        dearest = Math.max(dearest, sum(job, inside, perItem));
      }
      JsonNode loop = step.path("loop");
      long again = sum(job, loop.path("steps"), perItem) * loop.path("max").asLong(1);
      long once = once(job, step);
      if (once > 0 && step.has("forEach")) perItem.add(step.path("id").asText());
      sum += dearest + again + once;
    }
    return sum;
  }

  /**
   * What one call reserves: a tool what its arguments say, a prompt its template and its answer, an
   * agent what stops it.
   */
  private static long once(CompiledJob job, JsonNode step) {
    if (step.has("tool")) return step.path("params").path("maxTokens").asLong(0);
    if (step.has("agent")) {
      return step.at("/stop/tokens").asLong(job.spec().budget().hardTokens());
    }
    if (!step.has("prompt")) return 0;
    long answer = step.path("maxTokens").asLong(job.spec().model().maxOutputTokens());
    String template = job.bundle().text(step.path("prompt").asText()).orElse("");
    return TokenCounter.o200k().count(template) + answer;
  }
}
