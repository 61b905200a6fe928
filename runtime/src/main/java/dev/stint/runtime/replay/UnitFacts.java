package dev.stint.runtime.replay;

import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a history says of one unit: of its last attempt, and in sum. Immutable.
 *
 * @param tokens billed, over all attempts
 * @param tookMs the last attempt that reported
 * @param args payload of the last attempt's arguments
 * @param output payload of the outcome, made or taken over
 * @param end how it ended: succeeded, reused, failed with its code, lost, in doubt, started
 */
public record UnitFacts(
    int attempts,
    long tokens,
    long tookMs,
    Optional<String> args,
    Optional<String> output,
    Optional<Verdict> verdict,
    Map<String, String> pins,
    String end) {
  private static final UnitFacts NONE =
      new UnitFacts(
          0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), "not tried");

  /** By unit, in the order in which they were first tried. */
  public static Map<UnitId, UnitFacts> of(List<Recorded> history) {
    Map<UnitId, UnitFacts> units = new LinkedHashMap<>();
    Map<String, String> signals = new HashMap<>();
    for (Recorded recorded : history) {
      switch (recorded.event()) {
        case StepEvent.AttemptStarted e -> units.merge(e.unit(), NONE.with(e), (u, _) -> u.with(e));
        case StepEvent.AttemptSucceeded e -> units.computeIfPresent(e.unit(), (_, u) -> u.with(e));
        case StepEvent.AttemptFailed e ->
            units.computeIfPresent(
                e.unit(),
                (_, u) -> u.ended("failed " + e.failure().code(), e.tokens(), e.tookMs()));
        case StepEvent.AttemptLost e ->
            units.computeIfPresent(e.unit(), (_, u) -> u.ended("lost", e.tokens(), u.tookMs));
        case StepEvent.AttemptInDoubt e ->
            units.computeIfPresent(e.unit(), (_, u) -> u.ended("in doubt", e.tokens(), u.tookMs));
        case StepEvent.DoubtResolved e ->
            units.computeIfPresent(
                e.unit(), (_, u) -> e.happened() ? u.brought(e.output(), "succeeded") : u);
        case PlanEvent.ChildEnded e when e.failure().isEmpty() ->
            units.put(e.unit(), NONE.brought(e.output(), "succeeded"));
        case PlanEvent.SignalTaken e ->
            units.put(e.unit(), NONE.brought(signals.get(e.signal()), "succeeded"));
        case PlanEvent.SignalReceived e -> signals.put(e.signal(), e.payload());
        case StepEvent.Reused e -> units.put(e.unit(), NONE.brought(e.output(), "reused"));
        default -> {}
      }
    }
    return units;
  }

  private UnitFacts with(StepEvent.AttemptStarted e) {
    return new UnitFacts(
        attempts + 1,
        tokens,
        tookMs,
        Optional.of(e.args()),
        output,
        Optional.of(e.verdict()),
        e.pins(),
        "started");
  }

  private UnitFacts with(StepEvent.AttemptSucceeded e) {
    return ended("succeeded", e.tokens(), e.tookMs()).brought(e.output(), "succeeded");
  }

  private UnitFacts ended(String how, long billed, long took) {
    return new UnitFacts(attempts, tokens + billed, took, args, output, verdict, pins, how);
  }

  private UnitFacts brought(String value, String how) {
    return new UnitFacts(attempts, tokens, tookMs, args, Optional.of(value), verdict, pins, how);
  }
}
