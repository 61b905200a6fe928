package dev.stint.persistence.state;

import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.UnitId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way a run has gone through its plan so far. Immutable.
 *
 * @param signals by their identity, in the order in which they came; what was taken stays, so that
 *     a repeat is known
 * @param arms which case a branch took, by its step; -1 for none
 * @param loops by their step, outer ones before inner ones
 * @param made the plan that a model made, once it is fixed
 * @param rounds the newest round of a check that has steps done again, by its step, from 2 on
 */
public record Course(
    Map<String, Signal> signals,
    Map<String, Integer> arms,
    Map<String, Loop> loops,
    Optional<Made> made,
    Map<String, Integer> rounds) {
  static final Course NONE = new Course(Map.of(), Map.of(), Map.of(), Optional.empty(), Map.of());

  public Course {
    if (signals == null) signals = Map.of();
    if (arms == null) arms = Map.of();
    if (loops == null) loops = Map.of();
    if (made == null) made = Optional.empty();
    if (rounds == null) rounds = Map.of();
  }

  /**
   * Word from outside.
   *
   * @param takenBy the unit that took it; absent while it is kept
   */
  public record Signal(
      String name, String payload, String hash, Optional<Label> label, Optional<UnitId> takenBy) {
    public boolean kept() {
      return takenBy.isEmpty();
    }
  }

  /**
   * How far a loop is.
   *
   * @param iteration the newest, counted from 1
   * @param judged its condition was asked
   * @param done it held
   */
  public record Loop(int iteration, boolean judged, boolean done) {}

  /**
   * A plan that a model made.
   *
   * @param document payload of what it wrote
   */
  public record Made(String document, List<PlannedStep> steps, String hash) {}

  Course made(PlanEvent.PlanFrozen e) {
    return new Course(
        signals, arms, loops, Optional.of(new Made(e.document(), e.steps(), e.hash())), rounds);
  }

  /** The oldest signal of that name that nobody took. */
  public Optional<Map.Entry<String, Signal>> kept(String name) {
    return signals.entrySet().stream()
        .filter(e -> e.getValue().kept() && e.getValue().name().equals(name))
        .findFirst();
  }

  Course received(PlanEvent.SignalReceived e) {
    return with(
        e.signal(), new Signal(e.name(), e.payload(), e.hash(), e.label(), Optional.empty()));
  }

  Course taken(PlanEvent.SignalTaken e) {
    Signal was = signals.get(e.signal());
    return with(
        e.signal(),
        new Signal(was.name(), was.payload(), was.hash(), was.label(), Optional.of(e.unit())));
  }

  private Course with(String id, Signal signal) {
    return new Course(and(signals, id, signal), arms, loops, made, rounds);
  }

  Course arm(String branch, int arm) {
    return new Course(signals, and(arms, branch, arm), loops, made, rounds);
  }

  Course loop(String step, Loop loop) {
    return new Course(signals, arms, and(loops, step, loop), made, rounds);
  }

  Course round(String check, int round) {
    return new Course(signals, arms, loops, made, and(rounds, check, round));
  }

  private static <V> Map<String, V> and(Map<String, V> known, String key, V value) {
    Map<String, V> next = new LinkedHashMap<>(known);
    next.put(key, value);
    return next;
  }
}
