package dev.stint.persistence.view;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;

/** Says each event in a sentence. Pure and exhaustive. */
public final class TimelineText {
  private TimelineText() {}

  /** What the event is about: a unit, an approval, or nothing for the run itself. */
  public static String subject(RunEvent event) {
    return switch (event) {
      case StepEvent.OfUnit e -> e.unit().toString();
      case StepEvent e -> e.step();
      case ApprovalEvent e -> e.approval();
      case AgentEvent.CallDenied e -> e.unit().toString();
      case AgentEvent e -> e.step();
      case PlanEvent e -> PlanText.subject(e);
      case RunEvent.Lifecycle _, CustodyEvent _ -> "";
    };
  }

  public static String text(RunEvent event) {
    return switch (event) {
      case RunEvent.Lifecycle e -> lifecycle(e);
      case StepEvent e -> step(e);
      case ApprovalEvent e -> approval(e);
      case CustodyEvent e -> custody(e);
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

  private static String step(StepEvent event) {
    return switch (event) {
      case StepEvent.Expanded e -> e.count() + " item(s)";
      case StepEvent.BranchTaken e -> e.arm() < 0 ? "takes no case" : "takes case " + (e.arm() + 1);
      case StepEvent.Skipped e -> "skipped: " + e.reason();
      case StepEvent.Reused e -> "taken over from " + e.run() + ", event " + e.seq();
      case StepEvent.Failed e ->
          "failed: "
              + e.failure().message()
              + e.escalatedTo().map(to -> ", escalated to " + to).orElse("");
      case StepEvent.FlowRefused e -> LabelText.of(e);
      case StepEvent.WaitStarted e -> "waits until " + e.until();
      case StepEvent.AttemptStarted e ->
          "attempt "
              + e.attempt()
              + (e.reserved() > 0 ? ", reserved " + e.reserved() + " tokens" : "");
      case StepEvent.AttemptSucceeded e ->
          "succeeded in "
              + e.tookMs()
              + " ms"
              + (e.tokens() > 0 ? ", " + e.tokens() + " tokens" : "");
      case StepEvent.AttemptFailed e ->
          "failed: "
              + e.failure().code()
              + ": "
              + e.failure().message()
              + e.retryAt().map(at -> ", next attempt at " + at).orElse(", no further attempt");
      case StepEvent.AttemptLost _ -> "the node died; a repeat is safe";
      case StepEvent.AttemptInDoubt e -> "in doubt: " + e.message();
      case StepEvent.DoubtQueried e -> "asks the tool what became of it, question " + e.query();
      case StepEvent.DoubtUnanswered e ->
          "the tool could not say: "
              + e.message()
              + e.retryAt().map(at -> ", asked again at " + at).orElse(", a person must");
      case StepEvent.DoubtResolved e ->
          (e.happened() ? "it happened: " : "it did not happen: ") + e.comment();
    };
  }

  private static String approval(ApprovalEvent event) {
    return switch (event) {
      case ApprovalEvent.Requested e ->
          "approval of "
              + e.unit()
              + " requested from "
              + String.join(", ", e.by())
              + ", expires "
              + e.expiresAt();
      case ApprovalEvent.Granted e -> "approved: " + e.comment();
      case ApprovalEvent.Rejected e -> "rejected: " + e.comment();
      case ApprovalEvent.Expired _ -> "expired, which counts as no";
      case ApprovalEvent.Voided e -> "voided: " + e.reason();
    };
  }

  private static String custody(CustodyEvent event) {
    return switch (event) {
      case CustodyEvent.Held e -> "held, nothing may be erased: " + e.reason();
      case CustodyEvent.HoldReleased e -> "hold released: " + e.reason();
      case CustodyEvent.ErasureRequested e ->
          "erasure requested (" + e.basis() + "): " + e.reason();
      case CustodyEvent.PayloadsErased e ->
          "%d payload(s) erased (%s), requested by %s, approved by %s"
              .formatted(e.payloads(), e.basis(), e.requestedBy(), e.approvedBy());
      case CustodyEvent.ArtifactsErased e ->
          "%d artifact(s) erased, kept for as long as they had to be"
              .formatted(e.payloads().size());
    };
  }
}
