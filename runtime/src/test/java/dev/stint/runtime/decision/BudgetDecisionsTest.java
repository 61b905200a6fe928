package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.partial;
import static dev.stint.runtime.decision.Plans.prompt;
import static dev.stint.runtime.decision.Plans.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.TokenBudget;
import org.junit.jupiter.api.Test;

/** What a run may spend (invariant 4). */
class BudgetDecisionsTest {
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
}
