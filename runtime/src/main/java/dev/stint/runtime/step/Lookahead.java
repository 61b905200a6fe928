package dev.stint.runtime.step;

import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.AgentPlan;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Goes on from a state that is not durable yet: performs the units that only compute, one after the
 * other, and prepares the one after them. Bounded, because what is done here waits to be reported.
 * Used by one thread, once.
 */
final class Lookahead {
  private static final int MOST = 24;
  private static final long MOST_BYTES = 1 << 20;
  private static final Duration LONGEST = Duration.ofMillis(20);

  private final Activity activity;
  private final InstantSource clock;
  private final Instant now;
  private final List<Computed> computed = new ArrayList<>();
  private long bytes;

  Lookahead(Activity activity, InstantSource clock) {
    this.activity = activity;
    this.clock = clock;
    this.now = clock.instant();
  }

  Optional<Ahead> after(RunState state, RunCommand report) {
    try {
      return decided(state, report).flatMap(after -> goOn(state.seq(), after));
    } catch (RuntimeException | StackOverflowError _) {
      return Optional.empty(); // the step itself will meet it, and say so
    }
  }

  Optional<Ahead> with(RunState state, Preparation own) {
    try {
      return mayCompute(state, own) ? goOn(state.seq(), compute(state, own)) : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ActivityException | RuntimeException | StackOverflowError _) {
      return Optional.empty(); // it will fail again, under its permit
    }
  }

  private Optional<Ahead> goOn(long seq, RunState from) {
    Optional<Preparation> next = Optional.empty();
    try {
      Optional<RunState> reached = Optional.of(from);
      while (reached.isPresent()) {
        RunState state = reached.get();
        reached = Optional.empty();
        next = Optional.empty();
        Optional<UnitId> unit = Succession.next(state);
        if (unit.isEmpty()) break;
        Preparation preparation = activity.prepare(state, unit.get());
        next = Optional.of(preparation);
        if (roomy() && mayCompute(state, preparation)) {
          reached = Optional.of(compute(state, preparation));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      next = Optional.empty();
    } catch (ActivityException | RuntimeException | StackOverflowError _) {
      // what is prepared is tried again under its permit, and says what it met
    }
    return computed.isEmpty() && next.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ahead(seq, List.copyOf(computed), next));
  }

  private boolean roomy() {
    return computed.size() < MOST
        && bytes < MOST_BYTES
        && clock.instant().isBefore(now.plus(LONGEST));
  }

  /** First attempts, without tokens, a person or the clock, that nobody outside can notice. */
  private boolean mayCompute(RunState state, Preparation preparation) {
    StepCommand.RequestPermit request = preparation.request();
    PlannedStep planned = state.plan().step(request.unit().step());
    return planned.effect() == Effect.NONE
        && planned.gate().isEmpty()
        && planned.kind() != StepKind.WAIT
        && !AgentPlan.grown(planned.id())
        && request.worstCase() == 0
        && state.unit(request.unit()) instanceof UnitState.Ready ready
        && ready.notBefore().isEmpty()
        && activity.computesOnly(state, request.unit());
  }

  private RunState compute(RunState state, Preparation preparation)
      throws ActivityException, InterruptedException {
    StepCommand.RequestPermit request = preparation.request();
    if (!(RunDecisions.decide(Optional.of(state), request, Recorded.SYSTEM, now)
            instanceof Decision.Persist permit
        && permit.events().getFirst() instanceof AttemptStarted started)) {
      throw new IllegalStateException(request.unit() + " gets no permit");
    }
    RunState inFlight =
        RunDecisions.fold(Optional.of(state), permit.events(), Recorded.SYSTEM, now);
    EffectGate shut = new EffectGate();
    shut.close(); // whatever it is, no effect leaves before a permit is durable (invariant 1)
    long start = System.nanoTime();
    Outcome outcome = activity.perform(state, started, preparation, shut);
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    StepCommand.ReportSuccess report = outcome.success(started, tookMs);
    RunState after = decided(inFlight, report).orElseThrow();
    Computed done = new Computed(preparation, report, outcome.all());
    computed.add(done);
    bytes += done.size();
    return after;
  }

  private Optional<RunState> decided(RunState state, RunCommand command) {
    Optional<RunState> before = Optional.of(state);
    return RunDecisions.decide(before, command, Recorded.SYSTEM, now)
            instanceof Decision.Persist persist
        ? Optional.of(RunDecisions.fold(before, persist.events(), Recorded.SYSTEM, now))
        : Optional.empty();
  }
}
