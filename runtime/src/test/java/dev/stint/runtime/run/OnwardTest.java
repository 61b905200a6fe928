package dev.stint.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Json;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.Ahead;
import dev.stint.runtime.step.Computed;
import dev.stint.runtime.step.Preparation;
import dev.stint.runtime.step.StepReply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/** A chain of a, b and c, of which some were computed before their permits. */
class OnwardTest {
  private static final Instant NOW = Instant.parse("2026-06-17T06:00:00Z");

  private final RunState submitted =
      after(Optional.empty(), new RunCommand.Submit(PlanFixtures.chain("a", "b", "c"), true));

  private static RunState after(Optional<RunState> state, RunCommand command) {
    var decision = (Decision.Persist) RunDecisions.decide(state, command, "user:me", NOW);
    return RunDecisions.fold(state, decision.events(), "user:me", NOW);
  }

  private static Preparation prepared(String unit) {
    var request =
        new StepCommand.RequestPermit(
            UnitId.of(unit),
            "lease-" + unit,
            "args",
            "hash",
            "",
            "",
            "",
            0,
            0,
            Verdict.allow("tools.allow", "p"),
            Map.of(),
            Optional.empty());
    return new Preparation(request, Json.parse("{}"), List.of(Payload.of(new byte[] {1})));
  }

  private static StepCommand.ReportSuccess success(String unit, String lease) {
    return new StepCommand.ReportSuccess(
        UnitId.of(unit),
        lease,
        "out-" + unit,
        0,
        1,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Computed computed(String unit) {
    return computed(unit, "lease-" + unit);
  }

  private static Computed computed(String unit, String lease) {
    return new Computed(prepared(unit), success(unit, lease), List.of(Payload.of(new byte[] {2})));
  }

  private static Onward onward(RunState state, StepCommand command, Ahead ahead) {
    var report =
        new RunMessage.Report(
            command,
            UnitId.of("a"),
            List.of(),
            Optional.of(ahead),
            TestInbox.<StepReply>create().getRef());
    var outcome =
        (Decision.Persist) RunDecisions.decide(Optional.of(state), command, Recorded.SYSTEM, NOW);
    return Onward.of(Optional.of(state), report, outcome, NOW, _ -> true);
  }

  private static List<String> told(Onward onward) {
    return onward.batch().records().stream()
        .map(Recorded::event)
        .map(event ->
            switch (event) {
              case StepEvent.AttemptStarted e -> "+" + e.unit();
              case StepEvent.AttemptSucceeded e -> "-" + e.unit();
              default -> event.getClass().getSimpleName();
            })
        .toList();
  }

  @Test
  void shouldWriteWhatWasComputedWithTheFirstPermit() {
    // given
    Ahead ahead =
        new Ahead(
            submitted.seq(),
            List.of(computed("a"), computed("b"), computed("c")),
            Optional.empty());
    // when
    Onward onward = onward(submitted, prepared("a").request(), ahead);
    // then
    assertThat(told(onward)).containsExactly("+a", "-a", "+b", "-b", "+c", "-c", "Finished");
    assertThat(onward.settled()).isTrue();
    assertThat(onward.start()).isEmpty();
  }

  @Test
  void shouldStartWhatFollowsTheComputed() {
    // given
    Ahead ahead = new Ahead(submitted.seq(), List.of(computed("a")), Optional.of(prepared("b")));
    // when
    Onward onward = onward(submitted, prepared("a").request(), ahead);
    // then
    assertThat(told(onward)).containsExactly("+a", "-a", "+b");
    assertThat(onward.start().orElseThrow().permit().lease()).isEqualTo("lease-b");
  }

  @Test
  void shouldKeepOnlyItsOwnWhenSomethingElseHappenedMeanwhile() {
    // given a guess about a state that is not this one
    Ahead ahead =
        new Ahead(
            submitted.seq() - 1, List.of(computed("a"), computed("b")), Optional.of(prepared("c")));
    // when
    Onward onward = onward(submitted, prepared("a").request(), ahead);
    // then its own outcome holds, since its permit was decided on this one
    assertThat(told(onward)).containsExactly("+a", "-a");
    assertThat(onward.settled()).isTrue();
    assertThat(onward.start()).isEmpty();
  }

  @Test
  void shouldLeaveNothingInFlightWhoseOutcomeDoesNotHold() {
    // given an outcome under another lease than its permit
    RunState inFlight = after(Optional.of(submitted), prepared("a").request());
    Ahead ahead =
        new Ahead(inFlight.seq(), List.of(computed("b", "stale")), Optional.of(prepared("c")));
    // when
    Onward onward = onward(inFlight, success("a", "lease-a"), ahead);
    // then
    assertThat(told(onward)).containsExactly("-a");
    assertThat(onward.start()).isEmpty();
  }

  @Test
  void shouldGrantAnOwnPermitWhoseOutcomeDoesNotHold() {
    // given
    Ahead ahead =
        new Ahead(submitted.seq(), List.of(computed("a", "stale")), Optional.of(prepared("b")));
    // when
    Onward onward = onward(submitted, prepared("a").request(), ahead);
    // then the unit performs under its permit
    assertThat(told(onward)).containsExactly("+a");
    assertThat(onward.settled()).isFalse();
  }

  @Test
  void shouldDropWhatWasComputedWhenTheRunIsToStop() {
    // given a kill while a is in flight
    RunState inFlight = after(Optional.of(submitted), prepared("a").request());
    RunState killed = after(Optional.of(inFlight), new RunCommand.Kill("stop"));
    Ahead ahead = new Ahead(killed.seq(), List.of(computed("b")), Optional.empty());
    // when
    Onward onward = onward(killed, success("a", "lease-a"), ahead);
    // then
    assertThat(told(onward)).doesNotContain("+b", "-b");
  }
}
