package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.NextActions.Action;
import dev.stint.runtime.replay.Redecision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that wait for word from outside, in the pure core. */
class SignalDecisionsTest {
  private static final String PARTNER = "user:partner";
  private Script run;

  @BeforeEach
  void submitRun() {
    run = Script.submitted(Plans.submission(Plans.signal("paid"), Plans.tool("ship", "paid")));
  }

  /** Deciding again gives the same events (invariant 6). */
  @AfterEach
  void holds() {
    assertThat(Redecision.firstDivergence(run.history)).isEmpty();
    assertThat(RunFold.fold(run.history)).isEqualTo(run.state);
  }

  private static RunCommand.Signal signal(String id, String data) {
    return new RunCommand.Signal(id, "test.paid", "said-" + data, "hash-" + data, Optional.empty());
  }

  private UnitState paid() {
    return run.run().unit(UnitId.of("paid"));
  }

  private Script waiting() {
    return run.ok(run.permit("paid", 0));
  }

  @Test
  void shouldWaitUntilTheSignalComesAndYieldIt() {
    waiting();
    assertThat(run.run().status()).isEqualTo(RunStatus.WAITING);

    run.ok(signal("k1", "12"), PARTNER);

    assertThat(paid()).isInstanceOf(UnitState.Succeeded.class);
    assertThat(((UnitState.Succeeded) paid()).output()).isEqualTo("said-12");
    assertThat(NextActions.of(run.run()))
        .anyMatch(a -> a instanceof Action.Perform p && p.unit().step().equals("ship"));
  }

  @Test
  void shouldKeepASignalThatComesBeforeTheStepWaits() {
    run.ok(signal("k1", "12"), PARTNER);
    assertThat(paid()).isInstanceOf(UnitState.Ready.class);

    waiting();

    assertThat(((UnitState.Succeeded) paid()).output()).isEqualTo("said-12");
  }

  @Test
  void shouldTakeASignalThatIsSentAgainForTheSame() {
    run.ok(signal("k1", "12"), PARTNER);

    assertThat(run.ask(signal("k1", "12"), PARTNER)).isEqualTo(new Decision.Unchanged());
    assertThat(run.refusedWith(signal("k1", "13"), PARTNER)).isEqualTo("idempotency_conflict");
  }

  @Test
  void shouldTakeOneSignalForOneStepAndTheOldestFirst() {
    run =
        Script.submitted(
            Plans.submission(Plans.signal("paid"), Plans.tool("ship", "paid"), Plans.wait("nap")));
    run.ok(signal("k1", "12"), PARTNER).ok(signal("k2", "13"), PARTNER);

    waiting();

    assertThat(((UnitState.Succeeded) paid()).output()).isEqualTo("said-12");
    assertThat(run.run().course().kept("test.paid").orElseThrow().getKey()).isEqualTo("k2");
  }

  @Test
  void shouldRefuseASignalThatNoStepWaitsFor() {
    var unknown = new RunCommand.Signal("k1", "payd", "said", "hash", Optional.empty());

    assertThat(run.refusedWith(unknown, PARTNER)).isEqualTo("signal_unknown");
  }

  @Test
  void shouldRefuseSignalsBeyondWhatItKeeps() {
    for (int i = 0; i < SignalDecisions.MOST_KEPT; i++) run.ok(signal("k" + i, "d"), PARTNER);

    assertThat(run.refusedWith(signal("one more", "d"), PARTNER)).isEqualTo("signals_full");
  }

  @Test
  void shouldFailTheStepWhenTheSignalDoesNotComeInTime() {
    waiting();
    run.later(Duration.ofSeconds(4));
    assertThat(run.ask(new RunCommand.Tick())).isEqualTo(new Decision.Unchanged());
    run.later(Duration.ofSeconds(1));

    run.ok(new RunCommand.Tick());

    assertThat(run.run().steps().get("paid").failure().orElseThrow().code())
        .isEqualTo("signal_timeout");
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.refusedWith(signal("k1", "12"), PARTNER)).isEqualTo("run_over");
  }

  @Test
  void shouldKeepASignalWhileTheRunIsPausedAndTakeItWhenItGoesOn() {
    waiting();
    run.ok(new RunCommand.Pause("look"), "user:operator");
    run.ok(signal("k1", "12"), PARTNER);
    assertThat(paid()).isInstanceOf(UnitState.Sleeping.class);

    run.ok(new RunCommand.Resume(), "user:operator");

    assertThat(paid()).isInstanceOf(UnitState.Succeeded.class);
  }

  @Test
  void shouldNotTryTheStepWhileItWaits() {
    waiting();

    assertThat(NextActions.of(run.run()))
        .hasSize(1)
        .allMatch(action -> action instanceof Action.Wake);
  }
}
