package dev.stint.runtime.simulation;

import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.decision.Succession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code Ahead} is: attempts that follow a report, worked out on a state that is not durable.
 *
 * @param seq how many events the run had when its state was looked at
 * @param computed attempts that are done; they touched nothing outside
 * @param request the attempt to start after them
 */
record Guess(long seq, List<Done> computed, Optional<StepCommand.RequestPermit> request) {
  private static final int MOST = 4;

  /** A computed attempt. */
  record Done(StepCommand.RequestPermit request, StepCommand.ReportSuccess report) {}

  static Optional<Guess> of(RunState state, RunCommand report, World world) {
    return after(state, report, world).map(after -> onwards(state.seq(), after, world));
  }

  /** The attempt of {@code own} itself and what follows, where it only computes. */
  static Optional<Guess> of(RunState state, StepCommand.RequestPermit own, World world) {
    if (!computes(state, own)) return Optional.empty();
    List<Done> computed = new ArrayList<>();
    return compute(state, own, computed, world)
        .map(after -> onwards(state.seq(), after, computed, world));
  }

  private static Guess onwards(long seq, RunState after, World world) {
    return onwards(seq, after, new ArrayList<>(), world);
  }

  private static Guess onwards(long seq, RunState from, List<Done> computed, World world) {
    Optional<RunState> reached = Optional.of(from);
    Optional<StepCommand.RequestPermit> next = Optional.empty();
    while (reached.isPresent()) {
      RunState state = reached.get();
      reached = Optional.empty();
      Optional<UnitId> unit = Succession.next(state);
      next = unit.map(u -> Requests.of(state, state.plan().step(u.step()), u, world));
      if (next.isPresent() && computed.size() < MOST && computes(state, next.get())) {
        reached = compute(state, next.get(), computed, world);
      }
    }
    return new Guess(seq, List.copyOf(computed), next);
  }

  private static boolean computes(RunState state, StepCommand.RequestPermit request) {
    PlannedStep planned = state.plan().step(request.unit().step());
    return planned.kind() == StepKind.TOOL
        && planned.effect() == Effect.NONE
        && planned.gate().isEmpty()
        && planned.agent().isEmpty()
        && !request.unit().step().contains(".")
        && state.unit(request.unit()) instanceof UnitState.Ready ready
        && ready.notBefore().isEmpty();
  }

  private static Optional<RunState> compute(
      RunState state, StepCommand.RequestPermit request, List<Done> computed, World world) {
    if (!(RunDecisions.decide(Optional.of(state), request, Recorded.SYSTEM, world.now())
            instanceof Decision.Persist permit
        && permit.events().getFirst() instanceof AttemptStarted started)) {
      return Optional.empty();
    }
    RunState inFlight =
        RunDecisions.fold(Optional.of(state), permit.events(), Recorded.SYSTEM, world.now());
    var report =
        new StepCommand.ReportSuccess(
            request.unit(),
            started.lease(),
            "out-" + request.unit(),
            0,
            1,
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty());
    computed.add(new Done(request, report));
    return after(inFlight, report, world);
  }

  private static Optional<RunState> after(RunState state, RunCommand command, World world) {
    Optional<RunState> before = Optional.of(state);
    return RunDecisions.decide(before, command, Recorded.SYSTEM, world.now())
            instanceof Decision.Persist persist
        ? Optional.of(RunDecisions.fold(before, persist.events(), Recorded.SYSTEM, world.now()))
        : Optional.empty();
  }
}
