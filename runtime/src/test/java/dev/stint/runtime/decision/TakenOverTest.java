package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Origin;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.runtime.decision.NextActions.Action;
import dev.stint.runtime.replay.Redecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs that start with outcomes of another run. */
class TakenOverTest {
  private static final RunId OTHER = new RunId("run-2026-06-16-legal-7k3m9qx2aa");

  private static Submitted submission(Optional<Origin> origin) {
    Submitted s =
        Plans.submission(
            Plans.tool("search"), Plans.forEach("sum", 2, "search"), Plans.tool("draft", "sum"));
    return new Submitted(
        s.run(),
        s.job(),
        s.plan(),
        s.inputs(),
        s.owner(),
        s.department(),
        s.labels(),
        s.priority(),
        s.budget(),
        s.policyHash(),
        s.request(),
        s.dryRun(),
        s.development(),
        origin,
        Optional.empty());
  }

  private static final Submitted RETRY =
      submission(Optional.of(new Origin(OTHER, 20, Origin.RETRY, Optional.of("draft"))));

  private static final List<StepEvent> TAKEN =
      List.of(
          new StepEvent.Reused(UnitId.of("search"), "c1", OTHER, 4, Optional.empty()),
          new StepEvent.Expanded("sum", 2),
          new StepEvent.Reused(UnitId.item("sum", 0), "c2", OTHER, 9, Optional.empty()),
          new StepEvent.Reused(UnitId.item("sum", 1), "c3", OTHER, 11, Optional.empty()));

  private static Script retried() {
    return new Script().ok(new RunCommand.Submit(RETRY, true, TAKEN), Script.SUBMITTER);
  }

  @Test
  void shouldNotRunAgainWhatWasTakenOver() {
    Script run = retried();
    assertThat(NextActions.of(run.run()))
        .containsExactly(new Action.Perform(UnitId.of("draft"), Optional.empty()));
    assertThat(run.ask(run.permit("search", 0))).isInstanceOf(Decision.Reject.class);
    assertThat(run.run().pot().used()).isZero();
    run.done("draft");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldFinishAtOnceWhenEverythingWasTakenOver() {
    List<StepEvent> all = new ArrayList<>(TAKEN);
    all.add(new StepEvent.Reused(UnitId.of("draft"), "c4", OTHER, 15, Optional.empty()));
    Script run = new Script().ok(new RunCommand.Submit(RETRY, true, all), Script.SUBMITTER);
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldTakeOverNothingWithoutAnOriginAndNothingButOutcomes() {
    Submitted plain = submission(Optional.empty());
    assertThat(
            new Script().refusedWith(new RunCommand.Submit(plain, true, TAKEN), Script.SUBMITTER))
        .isEqualTo("step_not_reusable");
    List<StepEvent> lost = List.of(new StepEvent.AttemptLost(UnitId.of("search"), "l", 0));
    assertThat(new Script().refusedWith(new RunCommand.Submit(RETRY, true, lost), "user:x"))
        .isEqualTo("step_not_reusable");
  }

  @Test
  void shouldDecideATakeoverAgain() {
    Script run = retried().done("draft");
    assertThat(Redecision.firstDivergence(run.history)).isEmpty();
  }

  @Test
  void shouldFindAnOutcomeThatWasSlippedInLater() {
    Script run = retried().started("draft");
    List<Recorded> doctored = new ArrayList<>(run.history);
    doctored.add(
        Recorded.of(
            run.now,
            Recorded.SYSTEM,
            new StepEvent.Reused(UnitId.of("draft"), "c9", OTHER, 15, Optional.empty())));
    assertThat(Redecision.firstDivergence(doctored).orElseThrow().seq()).isEqualTo(doctored.size());
  }
}
