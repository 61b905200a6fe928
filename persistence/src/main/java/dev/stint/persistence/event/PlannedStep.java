package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.config.spec.Within;
import java.util.List;
import java.util.Optional;

/**
 * What the decisions need to know of a step; expressions and prompts stay in the job.
 *
 * @param dependsOn ids of the steps that must be done first
 * @param forEach the step is tried once per item
 * @param evaluates a {@code when} or {@code forEach} must be evaluated before the step is ready
 * @param maxParallel items in flight at once
 * @param timeoutMs longest an attempt may take
 * @param queryable the tool can say what became of a call; left out of the stored plan when false
 * @param agent what an agent may do; absent for any other step
 * @param sink where its values go; absent in plans from before there were labels
 * @param within the branch or loop that it is part of
 * @param loop what a loop does; absent for any other step
 * @param child the job that it runs; absent for any other step
 * @param redo what a check has done again; absent for any other step
 */
public record PlannedStep(
    String id,
    StepKind kind,
    Stage stage,
    List<String> dependsOn,
    boolean forEach,
    boolean evaluates,
    int maxParallel,
    String uses,
    Effect effect,
    boolean idempotent,
    Retry retry,
    long timeoutMs,
    Optional<Gate> gate,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean queryable,
    Optional<AgentPlan> agent,
    Optional<Sink> sink,
    Optional<Within> within,
    Optional<LoopPlan> loop,
    Optional<ChildPlan> child,
    Optional<RedoPlan> redo) {

  /** What every kind of step has; the rest is added by the methods below. */
  public PlannedStep(
      String id,
      StepKind kind,
      Stage stage,
      List<String> dependsOn,
      boolean forEach,
      boolean evaluates,
      int maxParallel,
      String uses,
      Effect effect,
      boolean idempotent,
      Retry retry,
      long timeoutMs,
      Optional<Gate> gate) {
    this(
        id,
        kind,
        stage,
        dependsOn,
        forEach,
        evaluates,
        maxParallel,
        uses,
        effect,
        idempotent,
        retry,
        timeoutMs,
        gate,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, whose tool can say what became of a call, or cannot. */
  public PlannedStep queryable(boolean can) {
    return copy(id, dependsOn, retry, gate, can, agent, sink, within, loop, child, redo);
  }

  /** The same, tried that often. */
  public PlannedStep with(Retry other) {
    return copy(id, dependsOn, other, gate, queryable, agent, sink, within, loop, child, redo);
  }

  /** The same, approved first. */
  public PlannedStep behind(Gate other) {
    return copy(
        id,
        dependsOn,
        retry,
        Optional.of(other),
        queryable,
        agent,
        sink,
        within,
        loop,
        child,
        redo);
  }

  /** The same, by an agent that may do that. */
  public PlannedStep by(AgentPlan envelope) {
    return copy(
        id,
        dependsOn,
        retry,
        gate,
        queryable,
        Optional.of(envelope),
        sink,
        within,
        loop,
        child,
        redo);
  }

  /** The same, whose values go there. */
  public PlannedStep to(Sink place) {
    return to(Optional.of(place));
  }

  PlannedStep to(Optional<Sink> place) {
    return copy(id, dependsOn, retry, gate, queryable, agent, place, within, loop, child, redo);
  }

  /** The same with what only some kinds have. */
  public PlannedStep with(
      Optional<Within> place, Optional<LoopPlan> looping, Optional<ChildPlan> running) {
    return with(place, looping, running, redo);
  }

  /** The same, which may have others done again. */
  public PlannedStep with(
      Optional<Within> place,
      Optional<LoopPlan> looping,
      Optional<ChildPlan> running,
      Optional<RedoPlan> again) {
    return copy(id, dependsOn, retry, gate, queryable, agent, sink, place, looping, running, again);
  }

  /** The same under another name and in another place. */
  PlannedStep as(String name, List<String> after, Optional<Within> place) {
    return copy(name, after, retry, gate, queryable, agent, sink, place, loop, child, redo);
  }

  private PlannedStep copy(
      String name,
      List<String> after,
      Retry tries,
      Optional<Gate> approval,
      boolean canBeAsked,
      Optional<AgentPlan> envelope,
      Optional<Sink> goes,
      Optional<Within> place,
      Optional<LoopPlan> looping,
      Optional<ChildPlan> running,
      Optional<RedoPlan> again) {
    return new PlannedStep(
        name,
        kind,
        stage,
        after,
        forEach,
        evaluates,
        maxParallel,
        uses,
        effect,
        idempotent,
        tries,
        timeoutMs,
        approval,
        canBeAsked,
        envelope,
        goes,
        place,
        looping,
        running,
        again);
  }

  /** A crash during an attempt leaves its effect unknown, and a repeat could double it (B3). */
  public boolean riskyToRepeat() {
    return effect == Effect.WRITE && !idempotent;
  }

  /**
   * How often to try, and what then.
   *
   * @param maxFailures failed attempts after which the step has failed; at least 1
   */
  public record Retry(
      int maxFailures, long initialMs, int factor, long maxMs, OnExhausted onExhausted) {
    public static final Retry NONE = new Retry(1, 0, 1, 0, OnExhausted.FAIL);

    /** Milliseconds to wait after the given number of failed attempts; capped, never negative. */
    public long delayMs(int failures) {
      double delay = initialMs * Math.pow(factor, Math.max(0, failures - 1));
      return Math.max(0, (long) Math.min(delay, maxMs));
    }
  }

  /** What follows the last failed attempt. */
  public enum OnExhausted {
    ESCALATE,
    FAIL,
    CONTINUE
  }

  /**
   * An approval that must precede the step's effect (F5).
   *
   * @param by who may decide: {@code user:name} or {@code group:name}
   * @param fourEyes not the person who submitted the run or edited the content
   */
  public record Gate(List<String> by, boolean fourEyes, long expiresMs) {}
}
