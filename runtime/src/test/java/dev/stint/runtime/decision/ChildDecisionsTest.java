package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.NextActions.Action;
import dev.stint.runtime.replay.Redecision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that have other runs do a step, in the pure core. */
class ChildDecisionsTest {
  private static final UnitId CHILD = UnitId.of("child");
  private Script run;

  @BeforeEach
  void submitRun() {
    run =
        Script.submitted(
            Plans.submission(
                RandomBlocks.job("child", List.of(), Optional.empty()),
                Plans.tool("after", "child")));
  }

  /** Deciding again gives the same events (invariant 6). */
  @AfterEach
  void holds() {
    assertThat(Redecision.firstDivergence(run.history)).isEmpty();
    assertThat(RunFold.fold(run.history)).isEqualTo(run.state);
  }

  private UnitState.Child child() {
    return (UnitState.Child) run.run().unit(CHILD);
  }

  private RunCommand.ReportChild ended(RunStatus status, long spent) {
    return new RunCommand.ReportChild(
        CHILD,
        child().run(),
        status,
        Map.of(Stage.GENERATE, spent),
        "result",
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void shouldHoldWhatTheChildMayUseUntilItHasEnded() {
    run.ok(run.permit("child", 60));
    assertThat(run.run().pot().reserved()).isEqualTo(60);
    assertThat(child().run()).isEqualTo(Plans.RUN.child(CHILD, 1));

    run.ok(ended(RunStatus.SUCCEEDED, 41));

    assertThat(run.run().pot().reserved()).isZero();
    assertThat(run.run().pot().used(Stage.GENERATE)).isEqualTo(41);
    assertThat(((UnitState.Succeeded) run.run().unit(CHILD)).output()).isEqualTo("result");
  }

  @Test
  void shouldLoseNeitherTheChildNorItsReservationWhenTheNodeDies() {
    run.ok(run.permit("child", 60));

    assertThat(run.ask(new RunCommand.Recovered())).isEqualTo(new Decision.Unchanged());

    assertThat(run.run().pot().reserved()).isEqualTo(60);
    assertThat(NextActions.of(run.run()))
        .contains(new Action.Delegate(CHILD, child()))
        .noneMatch(Action.Perform.class::isInstance);
  }

  @Test
  void shouldHoldTheChildWhileItsParentIsPaused() {
    run.ok(run.permit("child", 60));
    run.ask(new RunCommand.Pause("look"), "user:operator");
    assertThat(NextActions.of(run.run())).contains(new Action.Hold(CHILD, child()));

    run.ask(new RunCommand.Resume(), "user:operator");
    assertThat(NextActions.of(run.run())).contains(new Action.Delegate(CHILD, child()));
  }

  @Test
  void shouldCountAnEndOnce() {
    run.ok(run.permit("child", 60));
    var end = ended(RunStatus.SUCCEEDED, 41);
    run.ok(end);

    assertThat(run.ask(end)).isEqualTo(new Decision.Unchanged());

    assertThat(run.run().pot().used()).isEqualTo(41);
  }

  @Test
  void shouldRefuseAChildThatTheBudgetDoesNotPay() {
    run.ok(run.permit("child", 2_000));

    assertThat(run.run().pot().exhausted()).isTrue();
    assertThat(run.run().children()).isEmpty();
  }

  @Test
  void shouldTakeAPartialResultAndFailWithAFailedChild() {
    run.ok(run.permit("child", 60));
    run.ok(ended(RunStatus.HALTED, 10));

    assertThat(run.run().steps().get("child").failure().orElseThrow().code())
        .isEqualTo("child_halted");
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.run().pot().used()).isEqualTo(10);
  }

  @Test
  void shouldRecallItsChildrenAndEndOnlyAfterThem() {
    run.ok(run.permit("child", 60));
    run.ok(new RunCommand.Kill("stop"), "user:operator");
    assertThat(run.run().finished()).isFalse();
    assertThat(NextActions.of(run.run())).contains(new Action.Recall(CHILD, child(), true));
    assertThat(run.run().killEffectiveAt()).isEmpty();

    run.ok(ended(RunStatus.KILLED, 5));

    assertThat(run.run().status()).isEqualTo(RunStatus.KILLED);
    assertThat(run.run().killEffectiveAt()).isPresent();
  }

  @Test
  void shouldNeedNoPlaceAmongRunsAtWorkWhileOnlyChildrenWork() {
    assertThat(RunProgress.delegates(run.run())).isFalse();

    run.ok(run.permit("child", 60));

    assertThat(RunProgress.delegates(run.run())).isTrue();
    assertThat(run.run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.history.getLast().event()).isInstanceOf(PlanEvent.ChildStarted.class);
  }
}
