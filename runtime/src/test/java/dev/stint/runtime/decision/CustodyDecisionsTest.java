package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.submission;
import static dev.stint.runtime.decision.Plans.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.CustodyEvent.ArtifactsErased;
import dev.stint.persistence.event.CustodyEvent.PayloadsErased;
import dev.stint.persistence.event.UnitId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CustodyDecisionsTest {
  private static final Duration QUARTER = Duration.ofDays(90);
  private static final RunCommand ARTIFACTS =
      new CustodyCommand.ExpireArtifacts(QUARTER.toMillis());
  private static final String ANN = "user:ann";
  private static final String BEN = "user:ben";
  private static final RunCommand REQUEST =
      new CustodyCommand.RequestErasure("data_subject_request", "ticket 4711");
  private static final RunCommand APPROVE = new CustodyCommand.ApproveErasure(12);
  private static final RunCommand HOLD = new CustodyCommand.Hold("case 17");
  private static final RunCommand RELEASE = new CustodyCommand.ReleaseHold("case 17 is closed");
  private static final Duration YEAR = Duration.ofDays(365);
  private static final RunCommand EXPIRE = new CustodyCommand.Expire(YEAR.toMillis(), 3);

  private final Script unfinished = Script.submitted(submission(tool("a")));
  private final Script finished = Script.submitted(submission(tool("a"))).done("a");

  @Test
  void shouldEraseWhatOnePersonRequestsAndAnotherApproves() {
    finished.ok(REQUEST, ANN).ok(APPROVE, BEN);

    assertThat(finished.events(PayloadsErased.class))
        .containsExactly(
            new PayloadsErased(
                "data_subject_request", "ticket 4711", ANN, BEN, 12, Optional.empty()));
    assertThat(finished.run().custody().erased()).isTrue();
    assertThat(finished.run().finished()).isTrue();
  }

  @Test
  void shouldRefuseApprovalByWhoRequested() {
    finished.ok(REQUEST, ANN);

    assertThat(finished.refusedWith(APPROVE, ANN)).isEqualTo("four_eyes");
  }

  @Test
  void shouldRefuseApprovalOfWhatNobodyRequested() {
    assertThat(finished.refusedWith(APPROVE, BEN)).isEqualTo("erasure_not_requested");
  }

  @Test
  void shouldEraseFinishedRunsOnly() {
    assertThat(unfinished.refusedWith(REQUEST, ANN)).isEqualTo("run_not_finished");
    assertThat(unfinished.refusedWith(APPROVE, BEN)).isEqualTo("run_not_finished");
  }

  @Test
  void shouldEraseNothingWhileHeld() {
    finished.ok(REQUEST, ANN).ok(HOLD, ANN);

    assertThat(finished.refusedWith(REQUEST, ANN)).isEqualTo("run_held");
    assertThat(finished.refusedWith(APPROVE, BEN)).isEqualTo("run_held");
    finished.later(YEAR);
    assertThat(finished.ask(EXPIRE)).isInstanceOf(Decision.Unchanged.class);
  }

  @Test
  void shouldReleaseAHoldByAnotherPersonOnly() {
    finished.ok(HOLD, ANN);

    assertThat(finished.refusedWith(RELEASE, ANN)).isEqualTo("four_eyes");
    finished.ok(RELEASE, BEN).ok(REQUEST, ANN).ok(APPROVE, BEN);
  }

  @Test
  void shouldHoldAnUnfinishedRunWithoutStoppingIt() {
    unfinished.ok(HOLD, ANN).done("a");

    assertThat(unfinished.run().finished()).isTrue();
    assertThat(unfinished.run().custody().hold()).isPresent();
  }

  @Test
  void shouldExpireWhenTheTimeHasPassedAndNotBefore() {
    finished.later(YEAR.minusMillis(1));
    assertThat(finished.ask(EXPIRE)).isInstanceOf(Decision.Unchanged.class);

    finished.later(Duration.ofMillis(1)).ok(EXPIRE);

    assertThat(finished.events(PayloadsErased.class))
        .extracting(PayloadsErased::basis, PayloadsErased::approvedBy, PayloadsErased::keptMs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "retention", "system", Optional.of(YEAR.toMillis())));
  }

  @Test
  void shouldNotLetAPersonClaimThatTimeHasPassed() {
    finished.later(YEAR);

    assertThat(finished.ask(EXPIRE, ANN)).isInstanceOf(Decision.Unchanged.class);
  }

  private Script withArtifacts() {
    Script run = Script.submitted(Plans.submission(Plans.tool("a"))).started("a");
    return run.ok(
        new StepCommand.ReportSuccess(
            UnitId.parse("a"),
            run.lease("a"),
            "out-a",
            0,
            5,
            List.of(
                new Artifact("report.md", "text/markdown", 2, "h2", "c2"),
                new Artifact("report.html", "text/html", 1, "h1", "c1")),
            Map.of(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void shouldLetArtifactsGoBeforeTheRestAndNameThem() {
    Script run = withArtifacts().later(QUARTER.minusMillis(1));
    assertThat(run.ask(ARTIFACTS)).isInstanceOf(Decision.Unchanged.class);

    run.later(Duration.ofMillis(1)).ok(ARTIFACTS);

    assertThat(run.events(ArtifactsErased.class))
        .containsExactly(new ArtifactsErased(List.of("c1", "c2"), QUARTER.toMillis()));
    assertThat(run.run().custody().artifactsErased()).isTrue();
    assertThat(run.run().custody().erased()).isFalse();
    assertThat(run.ask(ARTIFACTS)).isInstanceOf(Decision.Unchanged.class);
    run.later(YEAR).ok(EXPIRE); // the rest has its own time
  }

  @Test
  void shouldKeepArtifactsThatAreHeldOrThatAPersonClaimsAreDue() {
    Script run = withArtifacts().ok(HOLD, ANN).later(QUARTER);
    assertThat(run.ask(ARTIFACTS)).isInstanceOf(Decision.Unchanged.class);

    run.ok(RELEASE, BEN);
    assertThat(run.ask(ARTIFACTS, ANN)).isInstanceOf(Decision.Unchanged.class);
    run.ok(ARTIFACTS);
  }

  @Test
  void shouldSayNothingOfArtifactsWhereThereAreNone() {
    finished.later(YEAR);

    assertThat(finished.ask(ARTIFACTS)).isInstanceOf(Decision.Unchanged.class);
  }

  @Test
  void shouldChangeNothingOnceErased() {
    finished.ok(REQUEST, ANN).ok(APPROVE, BEN).later(YEAR);

    for (RunCommand again : new RunCommand[] {REQUEST, APPROVE, EXPIRE}) {
      assertThat(finished.ask(again)).isInstanceOf(Decision.Unchanged.class);
    }
    assertThat(finished.refusedWith(HOLD, ANN)).isEqualTo("payload_erased");
  }
}
