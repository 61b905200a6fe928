package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.AgentState.Denials;
import dev.stint.persistence.state.AgentWatch;
import dev.stint.persistence.state.UnitState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentDecisionsTest {
  private static final Verdict DENIED = Verdict.deny("flow", "flow_denied", "policy-hash");

  /** The largest of what each choice allows: seven turns, three calls at once, no other limits. */
  private final Script script =
      Script.submitted(
          Plans.submission(RandomAgents.step("s0", List.of(), n -> n - 1, Optional.empty())));

  private void turn(int number, String... tools) {
    String unit = "s0." + number;
    List<Asked> calls =
        List.of(tools).stream()
            .map(tool -> new Asked(tool, tool + number, Effect.NONE, Optional.empty()))
            .toList();
    script.started(unit, 20);
    script.ok(script.success(unit, 5, Optional.of(new StepCommand.Reply(Leads.CALLS, calls))));
  }

  private void denied(String unit) {
    script.ok(script.permit(unit, 0, "content", DENIED));
  }

  @Test
  void shouldHaltAtTheFirstWriteThatPolicyDenies() {
    turn(1, "test.note", "test.read");

    denied("s0.1.1");

    assertThat(script.run().status()).isEqualTo(RunStatus.HALTED);
    assertThat(script.run().violations().getFirst().verdict()).isEqualTo(DENIED);
  }

  @Test
  void shouldTellTheModelOfADeniedReadAndHaltAtTheThird() {
    turn(1, "test.read");
    denied("s0.1.1");
    assertThat(script.run().agents().get("s0").transcript().getFirst().answers().getFirst().code())
        .contains("flow_denied");
    turn(2, "test.read");
    denied("s0.2.1");
    assertThat(script.run().status()).isEqualTo(RunStatus.RUNNING);

    turn(3, "test.read");
    denied("s0.3.1");

    assertThat(script.run().status()).isEqualTo(RunStatus.HALTED);
  }

  @Test
  void shouldStartAsManyCallsAtOnceAsTheEnvelopeSays() {
    turn(1, "test.read", "test.read", "test.read", "test.read");
    script.started("s0.1.1").started("s0.1.2").started("s0.1.3");

    assertThat(script.refusedWith(script.permit("s0.1.4", 0), "system")).isEqualTo("not_permitted");

    script.succeeded("s0.1.2").started("s0.1.4");
    assertThat(script.unit("s0.1.4")).isInstanceOf(UnitState.InFlight.class);
  }

  @Test
  void shouldRefuseALateRequestOfATurnThatHasLeftThePlan() {
    turn(1, "test.read");
    script.done("s0.1.1");

    assertThat(script.refusedWith(script.permit("s0.1", 20), "system")).isEqualTo("not_permitted");
    assertThat(script.run().steps()).containsOnlyKeys("s0", "s0.2");
  }

  @Test
  void shouldMakeNoMoreCallsOfATurnThanAnyEnvelopeAllows() {
    turn(1, Collections.nCopies(40, "test.read").toArray(String[]::new));

    assertThat(script.events(AgentEvent.TurnEnded.class).getFirst().calls())
        .hasSize(AgentPlan.MOST_CALLS);
  }

  @Test
  void shouldNoticeThatTheLatestTurnsSpendFiveTimesAsMuch() {
    var high = new AgentPlan.Ladder(1_000, 2_000, 3_000, 4_000);
    var spend = new AgentPlan.Ladder(300, 500, 1_000, 2_000);

    var finding =
        Watchdog.of(spending(10, 50), new AgentPlan.Watch(high, high, spend, 1)).orElseThrow();

    assertThat(finding)
        .isEqualTo(
            new Watchdog.Finding(AgentEvent.Measure.THROTTLE, AgentEvent.Signal.SPEND, 500, 500));
    assertThat(Watchdog.of(spending(10, 20), new AgentPlan.Watch(high, high, spend, 1))).isEmpty();
  }

  /** Sixteen turns: eight with so many tokens, and eight with that many. */
  private static AgentState spending(long before, long now) {
    var watch =
        new AgentWatch(
            List.of(), List.of(), 0, 0, 0, Collections.nCopies(8, now), 0, Optional.empty());
    return new AgentState(
        "s0",
        Instant.EPOCH,
        16,
        false,
        Optional.empty(),
        List.of(),
        0,
        0,
        0,
        8 * (before + now),
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Denials(0, 0, Optional.empty()),
        watch,
        Optional.empty(),
        false,
        Optional.empty());
  }
}
