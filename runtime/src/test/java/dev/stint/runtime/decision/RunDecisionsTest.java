package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.forEach;
import static dev.stint.runtime.decision.Plans.gated;
import static dev.stint.runtime.decision.Plans.partial;
import static dev.stint.runtime.decision.Plans.prompt;
import static dev.stint.runtime.decision.Plans.riskyWrite;
import static dev.stint.runtime.decision.Plans.submission;
import static dev.stint.runtime.decision.Plans.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.UnitState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunDecisionsTest {
  private static final Failure FLAKY = Failure.retryable("tool_error", "it broke");

  @Test
  void shouldFinishWhenEveryStepSucceeded() {
    Script run = Script.submitted(submission(tool("a"), tool("b", "a")));
    run.done("a").done("b");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldPersistTheEndTogetherWithItsCause() {
    Script run = Script.submitted(submission(tool("a"))).started("a");
    Decision decision = run.ask(run.success("a", 0));
    assertThat(((Decision.Persist) decision).events())
        .hasExactlyElementsOfTypes(StepEvent.AttemptSucceeded.class, RunEvent.Finished.class);
  }

  @Test
  void shouldAnswerARepeatedSubmissionWithoutNewEvent() {
    Script run = Script.submitted(submission(tool("a")));
    assertThat(run.ask(new RunCommand.Submit(submission(tool("a")), true), Script.SUBMITTER))
        .isInstanceOf(Decision.Unchanged.class);
    assertThat(run.refusedWith(new RunCommand.Submit(submission(tool("a")), true), "user:other"))
        .isEqualTo("idempotency_conflict");
  }

  @Test
  void shouldRetryWithGrowingBackoffAndEscalateAfterTheThirdFailure() {
    Script run = Script.submitted(submission(tool("a")));
    for (int i = 1; i <= 3; i++) {
      run.started("a").failed("a", FLAKY).later(Duration.ofSeconds(5));
    }
    List<StepEvent.AttemptFailed> failures = run.events(StepEvent.AttemptFailed.class);
    assertThat(failures).hasSize(3);
    assertThat(failures.get(0).retryAt()).contains(run.now.minusSeconds(15).plusMillis(1000));
    assertThat(failures.get(1).retryAt()).contains(run.now.minusSeconds(10).plusMillis(2000));
    assertThat(failures.get(2).retryAt()).isEmpty();
    assertThat(run.events(StepEvent.Failed.class).getFirst().escalatedTo())
        .contains("group:owners");
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void shouldHaltTheRunAtOnceWhenAResultHeldASecret() {
    Failure echo = Failure.terminal("secret_echo", "the result of t held the secret of t.key");
    Script run = Script.submitted(submission(tool("a"), tool("b"))).started("a").started("b");
    run.failed("a", echo);

    var violated = run.events(RunEvent.PolicyViolated.class).getFirst();
    assertThat(violated.unit()).isEqualTo(UnitId.of("a"));
    assertThat(violated.verdict().code()).isEqualTo("secret_echo");
    assertThat(NextActions.of(run.run())).contains(new NextActions.Action.Interrupt());
    run.ask(new RunCommand.Quiesced(List.of(UnitId.of("b")), List.of()));
    assertThat(run.run().status()).isEqualTo(RunStatus.HALTED);
  }

  private static Optional<Duration> waitAfter(String code, Duration asked) {
    Script run = Script.submitted(submission(tool("a"))).started("a");
    Decision decision =
        run.ask(
            new StepCommand.ReportFailure(
                UnitId.of("a"),
                run.lease("a"),
                Failure.retryable(code, "not now"),
                Optional.of(0L),
                1,
                Optional.of(asked)));
    var failed = (StepEvent.AttemptFailed) ((Decision.Persist) decision).events().getFirst();
    return failed.retryAt().map(at -> Duration.between(run.now, at));
  }

  @Test
  void shouldComeBackNoSoonerThanItIsAskedTo() {
    assertThat(waitAfter("model_rate_limited", Duration.ofSeconds(7)))
        .contains(Duration.ofSeconds(7));
    assertThat(waitAfter("model_unavailable", Duration.ofMillis(1)))
        .contains(Duration.ofSeconds(1));
    assertThat(waitAfter("model_busy", Duration.ofDays(3))).contains(Duration.ofHours(1));
  }

  @Test
  void shouldNotBeAskedToWaitByAFailureThatDoesNotMeanLater() {
    assertThat(waitAfter("tool_error", Duration.ofSeconds(7))).contains(Duration.ofSeconds(1));
  }

  @Test
  void shouldSucceedAtTheThirdTry() {
    Script run = Script.submitted(submission(tool("a")));
    run.started("a").failed("a", FLAKY).later(Duration.ofSeconds(5));
    run.started("a").failed("a", FLAKY).later(Duration.ofSeconds(5)).done("a");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.run().toolErrors()).isEqualTo(2);
  }

  @Test
  void shouldGiveNoPermitBeforeTheBackoffIsOver() {
    Script run = Script.submitted(submission(tool("a"))).started("a").failed("a", FLAKY);
    assertThat(run.refusedWith(run.permit("a", 0), "system")).isEqualTo("not_permitted");
  }

  @Test
  void shouldNotRetryATerminalFailure() {
    Script run = Script.submitted(submission(tool("a"))).started("a");
    run.failed("a", Failure.terminal("bad_input", "no"));
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void shouldRejectResultFromSupersededAttempt() {
    Script run = Script.submitted(submission(tool("a"))).started("a");
    RunCommand late = run.success("a", 0);
    run.ok(new RunCommand.Recovered()).started("a");
    assertThat(run.refusedWith(late, "system")).isEqualTo("attempt_superseded");
  }

  @Test
  void shouldKeepTheIdempotencyKeyOverAttempts() {
    Script run = Script.submitted(submission(tool("a"))).started("a");
    run.ok(new RunCommand.Recovered()).started("a");
    assertThat(run.events(StepEvent.AttemptStarted.class))
        .extracting(StepEvent.AttemptStarted::idempotencyKey)
        .containsExactly(Plans.RUN + "/a", Plans.RUN + "/a");
  }

  @Test
  void shouldNotCountALostNodeAsAFailedAttempt() {
    Script run = Script.submitted(submission(tool("a")));
    for (int i = 0; i < 20; i++) run.started("a").ok(new RunCommand.Recovered());
    run.done("a");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldGiveUpAStepThatKeepsTakingItsNodeWithIt() {
    // given a step whose node has died a hundred times in the middle of it
    Script run = Script.submitted(submission(tool("a")));
    for (int i = 0; i < 100; i++) run.started("a").ok(new RunCommand.Recovered());
    assertThat(run.run().status()).isEqualTo(RunStatus.RUNNING);
    // when it dies once more
    run.started("a").ok(new RunCommand.Recovered());
    // then
    assertThat(run.events(StepEvent.Failed.class)).hasSize(1);
    assertThat(run.events(StepEvent.AttemptFailed.class).getFirst().failure().code())
        .isEqualTo("node_lost_repeatedly");
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void shouldNeverRepeatARiskyWriteThatANodeTookWithIt() {
    Script run = Script.submitted(submission(riskyWrite("a"))).started("a");
    run.ok(new RunCommand.Recovered());
    assertThat(run.run().status()).isEqualTo(RunStatus.IN_DOUBT);
    assertThat(run.refusedWith(run.permit("a", 0), "system")).isEqualTo("not_permitted");
    run.ok(new DoubtCommand.ResolveDoubt(UnitId.of("a"), true, "out", "seen"), "user:operator");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldHaltWhenPolicyDenies() {
    Script run = Script.submitted(submission(tool("a"), tool("b")));
    run.started("b");
    run.ok(run.permit("a", 0, "c", Verdict.deny("tools.allow", "tool_not_allowed", "p")));
    assertThat(run.refusedWith(run.permit("a", 0), "system")).isEqualTo("not_permitted");
    run.ok(new RunCommand.Quiesced(List.of(UnitId.of("b")), List.of()));
    assertThat(run.run().status()).isEqualTo(RunStatus.HALTED);
    assertThat(run.run().violations()).hasSize(1);
  }

  @Test
  void shouldReserveTheWorstCaseAndNeverGrantPastTheCap() {
    Script run = Script.submitted(submission(prompt("a"), prompt("b"), prompt("c"), partial()));
    run.started("a", 500);
    assertThat(run.ask(run.permit("b", 500))).isInstanceOf(Decision.Later.class);
    run.succeeded("a", 100);
    run.started("b", 500).succeeded("b", 450);
    run.ok(run.permit("c", 400));
    assertThat(run.run().pot().exhausted()).isTrue();
    assertThat(run.events(RunEvent.BudgetExhausted.class).getFirst().rationale())
        .contains("needs up to 400 tokens", "350 of 1000");
  }

  @Test
  void shouldPayThePartialResultFromTheTail() {
    Script run = Script.submitted(submission(prompt("a"), partial()));
    run.ok(run.permit("a", 901));
    run.started("partial_result", 100).succeeded("partial_result", 90);
    assertThat(run.run().status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(run.run().pot().used()).isEqualTo(90);
  }

  @Test
  void shouldFailOnExhaustionWhenNoPartialResultIsWanted() {
    TokenBudget strict = new TokenBudget(750, 1000, 0, false, 0, true);
    Script run = Script.submitted(submission(strict, prompt("a")));
    run.ok(run.permit("a", 1001));
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void shouldAlertOnceWhenSpendingReachesTheSoftLimit() {
    Script run = Script.submitted(submission(prompt("a"), prompt("b"), partial()));
    run.started("a", 800).succeeded("a", 760);
    run.started("b", 10).succeeded("b", 10);
    assertThat(run.events(RunEvent.BudgetAlerted.class)).hasSize(1);
  }

  @Test
  void shouldKillInTwoPhases() {
    Script run = Script.submitted(submission(tool("a"), tool("b")));
    run.started("a");
    run.ok(new RunCommand.Kill("wrong data"), "user:operator");
    assertThat(run.run().finished()).isFalse();
    assertThat(run.refusedWith(run.permit("b", 0), "system")).isEqualTo("not_permitted");
    run.later(Duration.ofMillis(20));
    run.ok(new RunCommand.Quiesced(List.of(UnitId.of("a")), List.of()));
    assertThat(run.run().status()).isEqualTo(RunStatus.KILLED);
    assertThat(run.run().killEffectiveAt()).isPresent();
    assertThat(run.run().killEffectiveAt().get()).isAfter(run.run().killAcceptedAt().get());
  }

  @Test
  void shouldAnswerSecondKillWithoutNewEvent() {
    Script run = Script.submitted(submission(tool("a")));
    run.ok(new RunCommand.Kill("x"), "user:operator");
    assertThat(run.ask(new RunCommand.Kill("y"), "user:operator"))
        .isInstanceOf(Decision.Unchanged.class);
  }

  @Test
  void shouldLetCallsInFlightFinishOnCancel() {
    Script run = Script.submitted(submission(tool("a"), tool("b", "a"))).started("a");
    run.ok(new RunCommand.Cancel("not needed"), "user:operator");
    assertThat(NextActions.of(run.run())).isEmpty();
    run.succeeded("a");
    assertThat(run.run().status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void shouldStartNothingWhilePausedAndGoOnAfterwards() {
    Script run = Script.submitted(submission(tool("a"), tool("b", "a"))).started("a");
    run.ok(new RunCommand.Pause("look"), "user:operator").succeeded("a");
    assertThat(run.refusedWith(run.permit("b", 0), "system")).isEqualTo("not_permitted");
    run.ok(new RunCommand.Resume(), "user:operator").done("b");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldEndTimedOutWhenTheRunsTimeIsOver() {
    Script run =
        Script.submitted(submission(new TokenBudget(1, 2, 0, false, 60_000, true), tool("a")));
    run.started("a").later(Duration.ofSeconds(60)).ok(new RunCommand.Tick());
    assertThat(NextActions.of(run.run())).contains(new NextActions.Action.Interrupt());
    run.ok(new RunCommand.Quiesced(List.of(UnitId.of("a")), List.of()));
    assertThat(run.run().status()).isEqualTo(RunStatus.TIMED_OUT);
  }

  @Test
  void shouldNotCountTheTimeAnApproverTakesWhenTheJobSaysSo() {
    TokenBudget patient = new TokenBudget(1, 2, 0, false, 60_000, false);
    Script run = Script.submitted(submission(patient, gated("a"), tool("b")));
    run.ok(run.permit("a", 0, "hash")).later(Duration.ofMinutes(10));
    assertThat(run.ask(new RunCommand.Tick())).isInstanceOf(Decision.Unchanged.class);
    String approval = run.events(ApprovalEvent.Requested.class).getFirst().approval();
    run.ok(
        new ApprovalCommand.Decide(approval, true, "hash", "", List.of(), Optional.empty()),
        "user:lead");
    run.later(Duration.ofSeconds(59));
    assertThat(run.ask(new RunCommand.Tick())).isInstanceOf(Decision.Unchanged.class);
    run.later(Duration.ofSeconds(1)).ok(new RunCommand.Tick());
    assertThat(run.run().status()).isEqualTo(RunStatus.TIMED_OUT);
  }

  @Test
  void shouldSleepInAWaitStepUntilItsTime() {
    Script run = Script.submitted(submission(Plans.wait("pause")));
    run.ok(run.permit("pause", 0));
    assertThat(run.run().status()).isEqualTo(RunStatus.WAITING);
    assertThat(run.refusedWith(run.permit("pause", 0), "system")).isEqualTo("not_permitted");
    run.later(Duration.ofSeconds(5)).done("pause");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldRunItemsOfAStepWithinItsParallelism() {
    Script run = Script.submitted(submission(forEach("map", 2)));
    run.ok(new StepCommand.Expand("map", 3));
    assertThat(NextActions.of(run.run())).hasSize(2);
    run.started("map[0]");
    assertThat(NextActions.of(run.run()))
        .containsExactly(new NextActions.Action.Perform(UnitId.item("map", 1), Optional.empty()));
    run.succeeded("map[0]").done("map[1]").done("map[2]");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldTreatAStepWithoutItemsAsDone() {
    Script run = Script.submitted(submission(forEach("map", 2), tool("b", "map")));
    run.ok(new StepCommand.Expand("map", 0)).done("b");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldListSameActionsAfterRecoveryAsAfterPersist() {
    Script run = Script.submitted(submission(tool("a"), gated("b", "a"))).done("a");
    var live = NextActions.of(run.run());
    var recovered =
        NextActions.of(dev.stint.persistence.state.RunFold.fold(run.history).orElseThrow());
    assertThat(recovered).isEqualTo(live).isNotEmpty();
    assertThat(run.unit("a")).isInstanceOf(UnitState.Succeeded.class);
  }
}
