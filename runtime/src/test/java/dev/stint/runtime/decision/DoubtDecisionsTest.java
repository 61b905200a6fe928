package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepEvent.DoubtResolved;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.DoubtCommand.Answer;
import dev.stint.runtime.decision.NextActions.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoubtDecisionsTest {
  private static final UnitId PAY = UnitId.of("pay");

  private static Script crashedDuring(PlannedStep step) {
    return Script.submitted(Plans.submission(step)).started("pay").ok(new RunCommand.Recovered());
  }

  private static Script asked() {
    return crashedDuring(Plans.queryableWrite("pay")).ok(new DoubtCommand.QueryDoubt(PAY));
  }

  private static RunCommand answer(int query, Answer answer) {
    return new DoubtCommand.ReportQuery(PAY, query, answer, "out", "it says so");
  }

  private static List<Action> actions(Script run) {
    return NextActions.of(run.run());
  }

  @Test
  void shouldRecordTheQuestionBeforeAskingAQueryableTool() {
    Script run = crashedDuring(Plans.queryableWrite("pay"));

    assertThat(actions(run)).containsExactly(new Action.Doubt(PAY, Optional.empty()));
    assertThat(run.run().status()).isEqualTo(RunStatus.RUNNING);
    run.ok(new DoubtCommand.QueryDoubt(PAY));
    assertThat(actions(run)).containsExactly(new Action.Query(PAY, 1));
  }

  @Test
  void shouldSucceedWithTheResultThatTheToolReports() {
    Script run = asked().ok(answer(1, Answer.HAPPENED));

    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.events(DoubtResolved.class).getFirst().how()).contains(DoubtResolved.BY_QUERY);
    assertThat(run.unit("pay"))
        .isInstanceOfSatisfying(
            UnitState.Succeeded.class, unit -> assertThat(unit.output()).isEqualTo("out"));
  }

  @Test
  void shouldTryAgainWithTheSameKeyWhenTheToolSaysItDidNotHappen() {
    Script run = asked().ok(answer(1, Answer.DID_NOT_HAPPEN)).started("pay");

    assertThat(run.events(StepEvent.AttemptStarted.class))
        .extracting(StepEvent.AttemptStarted::idempotencyKey)
        .containsExactly(Plans.RUN + "/pay", Plans.RUN + "/pay");
  }

  @Test
  void shouldWaitForAPersonWhenTheToolCannotTell() {
    Script run = asked().ok(answer(1, Answer.UNKNOWN));

    assertThat(actions(run)).isEmpty();
    assertThat(run.run().status()).isEqualTo(RunStatus.IN_DOUBT);
    run.ok(new DoubtCommand.ResolveDoubt(PAY, true, "out", "looked"), "user:operator");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldWaitForAPersonWhenTheToolIsNotQueryable() {
    Script run = crashedDuring(Plans.riskyWrite("pay"));

    assertThat(actions(run)).isEmpty();
    assertThat(run.run().status()).isEqualTo(RunStatus.IN_DOUBT);
    assertThat(run.ask(new DoubtCommand.QueryDoubt(PAY))).isInstanceOf(Decision.Unchanged.class);
  }

  @Test
  void shouldAskAgainLaterWhenTheToolIsOutOfReachAndThenAskAPerson() {
    Script run = asked();
    for (int query = 1; query < DoubtDecisions.MAX_QUERIES; query++) {
      run.ok(answer(query, Answer.UNREACHABLE));
      assertThat(run.ask(new DoubtCommand.QueryDoubt(PAY))).isInstanceOf(Decision.Unchanged.class);
      run.later(Duration.ofMinutes(2)).ok(new DoubtCommand.QueryDoubt(PAY));
    }
    run.ok(answer(DoubtDecisions.MAX_QUERIES, Answer.UNREACHABLE));

    assertThat(run.run().status()).isEqualTo(RunStatus.IN_DOUBT);
    assertThat(run.events(StepEvent.DoubtQueried.class)).hasSize(DoubtDecisions.MAX_QUERIES);
  }

  @Test
  void shouldIgnoreTheAnswerToAnEarlierQuestion() {
    Script run = asked().ok(new RunCommand.Recovered());

    assertThat(run.ask(answer(1, Answer.DID_NOT_HAPPEN))).isInstanceOf(Decision.Unchanged.class);
    assertThat(run.ask(answer(2, Answer.HAPPENED))).isInstanceOf(Decision.Persist.class);
  }

  @Test
  void shouldStopAskingWhenTheNodeDiesDuringEveryQuestion() {
    Script run = asked();
    for (int i = 0; i < 20; i++) run.ask(new RunCommand.Recovered());

    assertThat(run.events(StepEvent.DoubtQueried.class)).hasSize(DoubtDecisions.MAX_QUERIES);
    assertThat(run.run().status()).isEqualTo(RunStatus.IN_DOUBT);
  }

  @Test
  void shouldIgnoreAnAnswerOnceAPersonHasDecided() {
    Script run = asked();
    run.ok(new DoubtCommand.ResolveDoubt(PAY, false, "", "looked"), "user:operator");

    assertThat(run.ask(answer(1, Answer.HAPPENED))).isInstanceOf(Decision.Unchanged.class);
  }

  @Test
  void shouldAskNothingAfterAKill() {
    Script run = asked().ok(new RunCommand.Kill("stop"), "user:operator");

    assertThat(actions(run)).isEmpty();
    assertThat(run.ask(answer(1, Answer.HAPPENED))).isInstanceOf(Decision.Unchanged.class);
  }
}
