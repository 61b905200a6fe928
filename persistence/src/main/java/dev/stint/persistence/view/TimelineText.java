package dev.stint.persistence.view;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;

/** Says each event in a sentence. Pure and exhaustive. */
public final class TimelineText {
  private TimelineText() {}

  /** What the event is about: a unit, an approval, or nothing for the run itself. */
  public static String subject(RunEvent event) {
    return switch (event) {
      case RunEvent.AttemptStarted e -> e.unit().toString();
      case RunEvent.AttemptSucceeded e -> e.unit().toString();
      case RunEvent.AttemptFailed e -> e.unit().toString();
      case RunEvent.AttemptLost e -> e.unit().toString();
      case RunEvent.AttemptInDoubt e -> e.unit().toString();
      case RunEvent.Reused e -> e.unit().toString();
      case RunEvent.DoubtQueried e -> e.unit().toString();
      case RunEvent.DoubtUnanswered e -> e.unit().toString();
      case RunEvent.DoubtResolved e -> e.unit().toString();
      case RunEvent.WaitStarted e -> e.unit().toString();
      case RunEvent.FlowRefused e -> e.unit().toString();
      case RunEvent.Expanded e -> e.step();
      case RunEvent.BranchTaken e -> e.step();
      case RunEvent.Skipped e -> e.step();
      case RunEvent.StepFailed e -> e.step();
      case RunEvent.Approval e -> e.approval();
      case AgentEvent.CallDenied e -> e.unit().toString();
      case AgentEvent e -> e.step();
      case PlanEvent e -> PlanText.subject(e);
      case RunEvent.Lifecycle _, RunEvent.Custody _ -> "";
    };
  }

  public static String text(RunEvent event) {
    return switch (event) {
      case RunEvent.Lifecycle e -> lifecycle(e);
      case RunEvent.Step e -> step(e);
      case RunEvent.Approval e -> approval(e);
      case RunEvent.Custody e -> custody(e);
      case AgentEvent e -> AgentText.of(e);
      case PlanEvent e -> PlanText.of(e);
    };
  }

  private static String lifecycle(RunEvent.Lifecycle event) {
    return switch (event) {
      case RunEvent.Submitted e ->
          "submitted "
              + e.job().name()
              + " "
              + e.job().version()
              + ", "
              + e.budget().hard()
              + " tokens at most";
      case RunEvent.Started _ -> "started";
      case RunEvent.Paused e -> "paused: " + e.reason();
      case RunEvent.Resumed _ -> "resumed";
      case RunEvent.CancelRequested e -> "cancel requested: " + e.reason();
      case RunEvent.KillAccepted e -> "kill accepted, no permit from here on: " + e.reason();
      case RunEvent.KillEffective e ->
          "kill effective"
              + (e.interrupted().isEmpty() ? "" : ", interrupted " + e.interrupted())
              + (e.unconfirmed().isEmpty() ? "" : ", fenced but unconfirmed " + e.unconfirmed());
      case RunEvent.DeadlinePassed e -> "time limit of " + e.maxMs() + " ms passed";
      case RunEvent.PolicyViolated e -> "policy violated: " + e.message();
      case RunEvent.BudgetAlerted e ->
          e.used() + " tokens used, soft limit " + e.soft() + ", hard limit " + e.hard();
      case RunEvent.BudgetExhausted e -> "budget exhausted: " + e.rationale();
      case RunEvent.Finished e ->
          e.status().text() + (e.reason().isEmpty() ? "" : ": " + e.reason());
    };
  }

  private static String step(RunEvent.Step event) {
    return switch (event) {
      case RunEvent.Expanded e -> e.count() + " item(s)";
      case RunEvent.BranchTaken e -> e.arm() < 0 ? "takes no case" : "takes case " + (e.arm() + 1);
      case RunEvent.Skipped e -> "skipped: " + e.reason();
      case RunEvent.Reused e -> "taken over from " + e.run() + ", event " + e.seq();
      case RunEvent.StepFailed e ->
          "failed: "
              + e.failure().message()
              + e.escalatedTo().map(to -> ", escalated to " + to).orElse("");
      case RunEvent.FlowRefused e -> LabelText.of(e);
      case RunEvent.WaitStarted e -> "waits until " + e.until();
      case RunEvent.AttemptStarted e ->
          "attempt "
              + e.attempt()
              + (e.reserved() > 0 ? ", reserved " + e.reserved() + " tokens" : "");
      case RunEvent.AttemptSucceeded e ->
          "succeeded in "
              + e.tookMs()
              + " ms"
              + (e.tokens() > 0 ? ", " + e.tokens() + " tokens" : "");
      case RunEvent.AttemptFailed e ->
          "failed: "
              + e.failure().code()
              + ": "
              + e.failure().message()
              + e.retryAt().map(at -> ", next attempt at " + at).orElse(", no further attempt");
      case RunEvent.AttemptLost _ -> "the node died; a repeat is safe";
      case RunEvent.AttemptInDoubt e -> "in doubt: " + e.message();
      case RunEvent.DoubtQueried e -> "asks the tool what became of it, question " + e.query();
      case RunEvent.DoubtUnanswered e ->
          "the tool could not say: "
              + e.message()
              + e.retryAt().map(at -> ", asked again at " + at).orElse(", a person must");
      case RunEvent.DoubtResolved e ->
          (e.happened() ? "it happened: " : "it did not happen: ") + e.comment();
    };
  }

  private static String approval(RunEvent.Approval event) {
    return switch (event) {
      case RunEvent.ApprovalRequested e ->
          "approval of "
              + e.unit()
              + " requested from "
              + String.join(", ", e.by())
              + ", expires "
              + e.expiresAt();
      case RunEvent.ApprovalGranted e -> "approved: " + e.comment();
      case RunEvent.ApprovalRejected e -> "rejected: " + e.comment();
      case RunEvent.ApprovalExpired _ -> "expired, which counts as no";
      case RunEvent.ApprovalVoided e -> "voided: " + e.reason();
    };
  }

  private static String custody(RunEvent.Custody event) {
    return switch (event) {
      case RunEvent.Held e -> "held, nothing may be erased: " + e.reason();
      case RunEvent.HoldReleased e -> "hold released: " + e.reason();
      case RunEvent.ErasureRequested e -> "erasure requested (" + e.basis() + "): " + e.reason();
      case RunEvent.PayloadsErased e ->
          "%d payload(s) erased (%s), requested by %s, approved by %s"
              .formatted(e.payloads(), e.basis(), e.requestedBy(), e.approvedBy());
    };
  }
}
