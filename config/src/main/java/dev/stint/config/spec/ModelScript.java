package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scripted model answers: the first rule whose conditions all hold (C1). For samples, tests
 * and evaluations; {@code use: scripted/NAME} reads it from {@code models/NAME.yaml} of the job.
 */
public record ModelScript(List<Rule> rules) {
  /** The part before the slash in {@code use: scripted/NAME}. */
  public static final String PROVIDER = "scripted";

  public ModelScript {
    rules = List.copyOf(rules);
  }

  /** The script that {@code use} names, in the job folder; empty for other providers. */
  public static Optional<String> path(String use) {
    return use.startsWith(PROVIDER + "/")
        ? Optional.of("models/" + use.substring(PROVIDER.length() + 1) + ".yaml")
        : Optional.empty();
  }

  /**
   * @param after how long the model thinks before it answers
   */
  public record Rule(When when, Answer answer, Duration after) {}

  /**
   * Conditions; the absent ones hold always.
   *
   * @param step the job's own step
   * @param turns of an agent, from 1
   * @param attempt of the unit, from 1
   * @param summarising whether an agent is asked for a summary of its conversation; a rule that
   *     does not say so is for everything else
   * @param text found anywhere in what the model is shown
   * @param data found in the data blocks of these names
   */
  public record When(
      Optional<String> step,
      Optional<Range> turns,
      Optional<Range> attempt,
      boolean summarising,
      Optional<Pattern> text,
      Map<String, Pattern> data,
      Optional<LastResult> result) {
    public When {
      data = Map.copyOf(data);
    }

    /** Holds for everything but summaries. */
    public static final When ALWAYS =
        new When(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Map.of(),
            Optional.empty());
  }

  /** Whole numbers from {@code from} to {@code to}, both included. */
  public record Range(int from, int to) {
    public boolean holds(int number) {
      return number >= from && number <= to;
    }
  }

  /** About any one of the tool outputs that the newest turn brought. */
  public record LastResult(
      Optional<String> tool, Optional<Boolean> failed, Optional<Pattern> text) {}

  /** What a rule answers. Texts may hold {@code {{/pointer}}} references, see the guide. */
  public sealed interface Answer {
    record Say(String text) implements Answer {}

    /** A reply for a step with an output schema. */
    record Json(JsonNode value) implements Answer {}

    record Calls(String text, List<Call> calls) implements Answer {
      public Calls {
        calls = List.copyOf(calls);
      }
    }

    /**
     * The provider fails.
     *
     * @param retryable whether trying again may help
     */
    record Fail(String code, boolean retryable, Optional<Duration> retryAfter) implements Answer {}
  }

  /** A tool that the model asks for; nothing is checked here, so that it can ask for anything. */
  public record Call(String tool, JsonNode arguments) {}
}
