package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.forEach;
import static dev.stint.runtime.decision.Plans.gated;
import static dev.stint.runtime.decision.Plans.submission;
import static dev.stint.runtime.decision.Plans.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.UnitState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a run goes from its submission to its end. */
class RunDecisionsTest {
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
