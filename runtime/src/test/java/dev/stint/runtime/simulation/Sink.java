package dev.stint.runtime.simulation;

import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The world outside: it counts what reaches it, and forgets nothing in a crash. */
public final class Sink {
  /**
   * A call that left the process.
   *
   * @param args what was asked of the tool
   * @param effect something changed outside
   * @param tokens billed for it
   */
  public record Call(
      RunId run, UnitId unit, String key, String lease, String args, boolean effect, long tokens) {}

  private final Set<Safeguard> off;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> effects = new LinkedHashMap<>();
  private final Map<RunId, Long> billed = new LinkedHashMap<>();

  Sink(Set<Safeguard> off) {
    this.off = off;
  }

  /** A tool is called; an idempotent one changes nothing under a key that it knows. */
  void call(RunId run, PlannedStep step, UnitId unit, String lease, String args, long tokens) {
    String key = run.idempotencyKey(unit);
    boolean writes = step.effect() == Effect.WRITE;
    boolean known = step.idempotent() && effects.containsKey(key) && deduplicates();
    boolean effect = writes && !known;
    if (effect) effects.merge(key, 1, Integer::sum);
    billed.merge(run, tokens, Long::sum);
    calls.add(new Call(run, unit, key, lease, args, effect, tokens));
  }

  private boolean deduplicates() {
    return !off.contains(Safeguard.DEDUPE);
  }

  boolean happened(String key) {
    return effects.containsKey(key);
  }

  /** How many effects a key stands for. */
  public int effects(String key) {
    return effects.getOrDefault(key, 0);
  }

  /** Tokens that the run was billed for. */
  public long billed(RunId run) {
    return billed.getOrDefault(run, 0L);
  }

  List<Call> callsAfter(int count) {
    return List.copyOf(calls.subList(count, calls.size()));
  }

  int count() {
    return calls.size();
  }
}
