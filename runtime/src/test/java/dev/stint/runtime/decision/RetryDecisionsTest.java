package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.riskyWrite;
import static dev.stint.runtime.decision.Plans.submission;
import static dev.stint.runtime.decision.Plans.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is tried again, when, and what never is (G1, B3). */
class RetryDecisionsTest {
  private static final Failure FLAKY = Failure.retryable("tool_error", "it broke");

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
}
