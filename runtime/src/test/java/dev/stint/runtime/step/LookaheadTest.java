package dev.stint.runtime.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.StepCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookaheadTest {
  private static final Instant NOW = Instant.parse("2026-06-17T06:00:00Z");

  private final Scripted activity = new Scripted();

  /** Steps of which some only compute; each gives one byte, or as many as the test says. */
  private static final class Scripted implements Activity {
    final Set<String> computing = new HashSet<>();
    final Set<String> acting = new HashSet<>();
    final Set<String> failing = new HashSet<>();
    final List<String> performed = new ArrayList<>();
    int outputBytes = 1;
    long worstCase;

    @Override
    public StepCommand evaluate(RunState state, String step) {
      return new StepCommand.Expand(step, 1);
    }

    @Override
    public Preparation prepare(RunState state, UnitId unit) {
      var request =
          new StepCommand.RequestPermit(
              unit,
              "lease-" + unit,
              "args",
              "hash",
              "",
              "",
              "",
              worstCase,
              0,
              Verdict.allow("tools.allow", "p"),
              Map.of(),
              Optional.empty());
      return new Preparation(request, Json.parse("{}"), List.of());
    }

    @Override
    public boolean computesOnly(RunState state, UnitId unit) {
      return computing.contains(unit.step());
    }

    @Override
    public Outcome perform(
        RunState state, AttemptStarted permit, Preparation preparation, EffectGate gate)
        throws ActivityException, InterruptedException {
      String step = permit.unit().step();
      if (acting.contains(step)) gate.enter();
      if (failing.contains(step)) {
        throw new ActivityException(Failure.terminal("broken", "it broke"), Optional.empty());
      }
      performed.add(step);
      Payload output = Payload.of(new byte[outputBytes]);
      return new Outcome(output, 0, List.of(), List.of(), Map.of());
    }
  }

  private static RunState submitted(Submitted submission) {
    return after(Optional.empty(), new RunCommand.Submit(submission, true));
  }

  private static RunState after(Optional<RunState> state, RunCommand command) {
    var decision = (Decision.Persist) RunDecisions.decide(state, command, Recorded.SYSTEM, NOW);
    return RunDecisions.fold(state, decision.events(), Recorded.SYSTEM, NOW);
  }

  private Optional<Ahead> own(RunState state, String unit) {
    Preparation own = activity.prepare(state, UnitId.of(unit));
    return Ahead.of(state, own, InstantSource.fixed(NOW), activity);
  }

  private Optional<Ahead> afterSuccess(RunState state, String unit) {
    RunState inFlight =
        after(Optional.of(state), activity.prepare(state, UnitId.of(unit)).request());
    var report =
        new StepCommand.ReportSuccess(
            UnitId.of(unit),
            "lease-" + unit,
            "out",
            0,
            1,
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty());
    return Ahead.of(inFlight, report, InstantSource.fixed(NOW), activity);
  }

  private static List<String> units(Ahead ahead) {
    return ahead.computed().stream().map(done -> done.report().unit().step()).toList();
  }

  @Test
  void shouldComputeUntilAStepActs() {
    // given
    activity.computing.addAll(Set.of("a", "b"));
    // when
    Ahead ahead = own(submitted(PlanFixtures.computing("a", "b", "c", "d")), "a").orElseThrow();
    // then
    assertThat(units(ahead)).containsExactly("a", "b");
    assertThat(ahead.preparation().orElseThrow().request().unit()).isEqualTo(UnitId.of("c"));
    assertThat(activity.performed).containsExactly("a", "b");
  }

  @Test
  void shouldGoOnComputingAfterAStepThatActed() {
    // given
    activity.computing.addAll(Set.of("b", "c"));
    // when
    Ahead ahead = afterSuccess(submitted(PlanFixtures.computing("a", "b", "c")), "a").orElseThrow();
    // then
    assertThat(units(ahead)).containsExactly("b", "c");
    assertThat(ahead.preparation()).isEmpty();
  }

  @Test
  void shouldOnlyPrepareWhatActs() {
    // given, when
    Ahead ahead = afterSuccess(submitted(PlanFixtures.chain("a", "b")), "a").orElseThrow();
    // then
    assertThat(ahead.computed()).isEmpty();
    assertThat(ahead.preparation()).isPresent();
    assertThat(activity.performed).isEmpty();
    assertThat(own(submitted(PlanFixtures.chain("a")), "a")).isEmpty();
  }

  @Test
  void shouldLetNoEffectLeaveBeforeAPermit() {
    // given a step that says it only computes, and acts
    activity.computing.addAll(Set.of("a", "b"));
    activity.acting.add("b");
    // when
    Ahead ahead = own(submitted(PlanFixtures.computing("a", "b")), "a").orElseThrow();
    // then
    assertThat(units(ahead)).containsExactly("a");
    assertThat(ahead.preparation()).isEmpty();
    assertThat(activity.performed).containsExactly("a");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldNotComputeWhatThePlanRecordsAsAnEffect() {
    // given a step whose plan says that it reads
    activity.computing.add("a");
    // when, then
    assertThat(own(submitted(PlanFixtures.chain("a")), "a")).isEmpty();
  }

  @Test
  void shouldNotComputeWhatCostsTokens() {
    // given
    activity.computing.add("a");
    activity.worstCase = 1;
    // when, then
    assertThat(own(submitted(PlanFixtures.computing("a")), "a")).isEmpty();
  }

  @Test
  void shouldLeaveAFailureToTheAttemptUnderItsPermit() {
    // given
    activity.computing.addAll(Set.of("a", "b"));
    activity.failing.add("b");
    // when
    Ahead ahead = own(submitted(PlanFixtures.computing("a", "b")), "a").orElseThrow();
    // then
    assertThat(units(ahead)).containsExactly("a");
    assertThat(ahead.preparation().orElseThrow().request().unit()).isEqualTo(UnitId.of("b"));
  }

  @Test
  void shouldStopComputingWhenMuchWaitsToBeWritten() {
    // given thirty steps
    String[] ids = IntStream.range(0, 30).mapToObj(i -> "s" + i).toArray(String[]::new);
    activity.computing.addAll(Set.of(ids));
    // when, then
    assertThat(own(submitted(PlanFixtures.computing(ids)), "s0").orElseThrow().computed())
        .hasSize(24);
    // given large outputs
    activity.outputBytes = 600_000;
    // when, then
    assertThat(own(submitted(PlanFixtures.computing(ids)), "s0").orElseThrow().computed())
        .hasSize(2);
  }
}
