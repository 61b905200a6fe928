package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.gated;
import static dev.stint.runtime.decision.Plans.submission;
import static dev.stint.runtime.decision.Plans.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stops a run, or holds it up. */
class ControlDecisionsTest {
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
}
