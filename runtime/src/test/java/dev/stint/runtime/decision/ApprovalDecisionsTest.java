package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.gated;
import static dev.stint.runtime.decision.Plans.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApprovalDecisionsTest {
  private static final String LEAD = "user:lead";
  private Script run;
  private String approval;

  @BeforeEach
  void requestApproval() {
    run = Script.submitted(submission(gated("publish")));
    run.ok(run.permit("publish", 0, "hash-1"));
    approval = run.events(ApprovalEvent.Requested.class).getLast().approval();
  }

  private RunCommand decide(String id, boolean grant, String seen) {
    return new ApprovalCommand.Decide(id, grant, seen, "read it", List.of(), Optional.empty());
  }

  @Test
  void shouldWaitForADecisionBeforeAnyPermit() {
    assertThat(run.run().status()).isEqualTo(RunStatus.WAITING);
    assertThat(run.events(StepEvent.AttemptStarted.class)).isEmpty();
    assertThat(run.refusedWith(run.permit("publish", 0, "hash-1"), "system"))
        .isEqualTo("not_permitted");
  }

  @Test
  void shouldPermitExactlyTheApprovedContent() {
    run.ok(decide(approval, true, "hash-1"), LEAD).ok(run.permit("publish", 0, "hash-1"));
    assertThat(run.events(StepEvent.AttemptStarted.class).getFirst().approval()).contains(approval);
    run.succeeded("publish");
    assertThat(run.run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldAskAgainWhenTheContentChangedAfterTheGrant() {
    run.ok(decide(approval, true, "hash-1"), LEAD).ok(run.permit("publish", 0, "hash-2"));
    assertThat(run.events(StepEvent.AttemptStarted.class)).isEmpty();
    assertThat(run.events(ApprovalEvent.Requested.class)).hasSize(2);
    assertThat(run.run().status()).isEqualTo(RunStatus.WAITING);
  }

  @Test
  void shouldAskAgainWhenOnlyThePolicyBehindTheSameArgumentsChanged() {
    StepCommand.RequestPermit asked = run.permit("publish", 0, "hash-1");
    run.ok(decide(approval, true, "hash-1"), LEAD);
    run.ok(
        new StepCommand.RequestPermit(
            asked.unit(),
            asked.lease(),
            asked.args(),
            asked.argsHash(),
            asked.content(),
            "hash-under-another-policy",
            asked.approval(),
            0,
            0,
            asked.verdict(),
            asked.pins(),
            Optional.empty()));
    assertThat(run.events(StepEvent.AttemptStarted.class)).isEmpty();
  }

  @Test
  void shouldRefuseTheSubmitter() {
    assertThat(run.refusedWith(decide(approval, true, "hash-1"), Script.SUBMITTER))
        .isEqualTo("sod_violation");
  }

  @Test
  void shouldRefuseSomebodyWhoIsNotNamed() {
    assertThat(run.refusedWith(decide(approval, true, "hash-1"), "user:passer-by"))
        .isEqualTo("not_an_approver");
  }

  @Test
  void shouldRefuseADecisionAboutContentThatWasNotShown() {
    assertThat(run.refusedWith(decide(approval, true, "hash-0"), LEAD)).isEqualTo("approval_stale");
  }

  @Test
  void shouldVoidTheApprovalWhenItsContentIsEdited() {
    run.ok(
        new ApprovalCommand.Edit(
            approval, "hash-1", "apr-edit", "c", "hash-2", "args-2", List.of(), true),
        "user:author");
    assertThat(run.refusedWith(decide(approval, true, "hash-1"), LEAD)).isEqualTo("approval_stale");
    run.ok(decide("apr-edit", true, "hash-2"), LEAD);
  }

  @Test
  void shouldRefuseAnEditBySomebodyUninvolved() {
    assertThat(
            run.refusedWith(
                new ApprovalCommand.Edit(
                    approval, "hash-1", "apr-edit", "c", "hash-2", "args-2", List.of(), false),
                "user:passer-by"))
        .isEqualTo("not_an_approver");
  }

  @Test
  void shouldRefuseTheEditorAsApprover() {
    run.ok(
        new ApprovalCommand.Edit(
            approval, "hash-1", "apr-edit", "c", "hash-2", "args-2", List.of(), true),
        LEAD);
    assertThat(run.refusedWith(decide("apr-edit", true, "hash-2"), LEAD))
        .isEqualTo("sod_violation");
  }

  @Test
  void shouldCountExpiryAsNo() {
    run.later(Duration.ofHours(1));
    assertThat(run.refusedWith(decide(approval, true, "hash-1"), LEAD))
        .isEqualTo("approval_expired");
    run.ok(new RunCommand.Tick());
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.events(StepEvent.AttemptStarted.class)).isEmpty();
  }

  @Test
  void shouldFailTheRunWhenRejected() {
    run.ok(decide(approval, false, "hash-1"), LEAD);
    assertThat(run.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.refusedWith(decide(approval, true, "hash-1"), LEAD))
        .isEqualTo("approval_decided");
  }

  @Test
  void shouldVoidPendingApprovalsOfAKilledRun() {
    run.ok(new RunCommand.Kill("stop"), "user:operator");
    assertThat(run.run().status()).isEqualTo(RunStatus.KILLED);
    assertThat(run.refusedWith(decide(approval, true, "hash-1"), LEAD)).isEqualTo("approval_stale");
  }
}
