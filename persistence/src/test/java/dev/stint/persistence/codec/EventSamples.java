package dev.stint.persistence.codec;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RedoPlan;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** An example of every event; what a shape grew later has an example of its own at the end. */
public final class EventSamples {
  private static final UnitId UNIT = UnitId.item("summarize", 2);
  private static final Instant THEN = Instant.parse("2026-06-17T09:00:00.125Z");
  private static final Label LABEL =
      new Label(
          Label.Confidentiality.CONFIDENTIAL,
          new TreeSet<>(List.of("pii", "legal")),
          new TreeSet<>(List.of("legal")),
          Label.Integrity.UNTRUSTED,
          new TreeSet<>(List.of("data:mail", "inputs")));
  private static final Verdict DENY = Verdict.deny("tools.allow", "tool_not_allowed", "p0");

  private EventSamples() {}

  public static List<DomainEvent> all() {
    return List.of(
        SubmittedSamples.plain(),
        new RunEvent.Started(),
        new RunEvent.Paused("look"),
        new RunEvent.Resumed(),
        new RunEvent.CancelRequested("not needed"),
        new RunEvent.KillAccepted("wrong data"),
        new RunEvent.KillEffective(List.of(UNIT), List.of(UnitId.of("publish"))),
        new RunEvent.DeadlinePassed(60_000),
        new RunEvent.PolicyViolated(UNIT, "stint.mail", DENY, "not \"allowed\"\u0001\u20ac"),
        new RunEvent.BudgetAlerted(15_010, 15_000, 20_000),
        new RunEvent.BudgetExhausted(UNIT, 900, 700, "does not fit"),
        new RunEvent.Finished(RunStatus.TIMED_OUT, "run_timeout", "too long"),
        new StepEvent.Expanded("summarize", 6),
        new StepEvent.Skipped("publish", "when is false"),
        new StepEvent.Failed(
            "draft", Failure.retryable("tool_error", "it broke"), Optional.of("group:owners")),
        new StepEvent.WaitStarted(UNIT, THEN),
        new StepEvent.AttemptStarted(
            UNIT,
            2,
            "lease",
            "run/summarize[2]",
            "c1",
            "h1",
            900,
            Verdict.allow("models.allow", "p0"),
            Optional.of("apr-1"),
            Map.of("model", "x"),
            Optional.empty()),
        new StepEvent.AttemptSucceeded(
            UNIT,
            "lease",
            "c2",
            640,
            12,
            List.of(new Artifact("report.md", "text/markdown", 10, "ab", "c3")),
            Map.of("model_version", "y"),
            Optional.empty()),
        new StepEvent.AttemptFailed(
            UNIT, "lease", Failure.terminal("bad_input", "no"), 0, 3, Optional.of(THEN)),
        new StepEvent.AttemptLost(UNIT, "lease", 900),
        new StepEvent.AttemptInDoubt(UNIT, "lease", 900, "the node died during a write"),
        new StepEvent.DoubtResolved(UNIT, true, "c4", "seen in the ledger", Optional.empty()),
        new ApprovalEvent.Requested(
            "apr-1",
            UNIT,
            "c5",
            "h5",
            "c6",
            List.of("user:lead"),
            true,
            THEN,
            Optional.of("user:editor"),
            Optional.empty()),
        new ApprovalEvent.Granted(
            "apr-1", "h5", "read it", Optional.of("user:owner"), Optional.empty()),
        new ApprovalEvent.Rejected("apr-1", "h5", "no", Optional.empty(), Optional.empty()),
        new ApprovalEvent.Expired("apr-1"),
        new ApprovalEvent.Voided("apr-1", "edited"),
        new JobEvent.Published("report", "1.4.0", "d0", "c7", true),
        new StepEvent.DoubtQueried(UNIT, 2),
        new StepEvent.DoubtUnanswered(UNIT, 2, "the service is down", Optional.of(THEN)),
        new StepEvent.DoubtResolved(
            UNIT, true, "c8", "the tool knows it", Optional.of(StepEvent.DoubtResolved.BY_QUERY)),
        // Shapes that grew a field; the samples above stay as they were released.
        new ApprovalEvent.Requested(
            "apr-2",
            UNIT,
            "c5",
            "h5",
            "c6",
            List.of("group:legal"),
            true,
            THEN,
            Optional.of("user:editor"),
            Optional.of("operator")),
        new ApprovalEvent.Granted(
            "apr-2", "h5", "read it", Optional.empty(), Optional.of("group:legal")),
        new ApprovalEvent.Rejected(
            "apr-2", "h5", "no", Optional.empty(), Optional.of("group:legal")),
        new CustodyEvent.Held("case 17"),
        new CustodyEvent.HoldReleased("case 17 is closed"),
        new CustodyEvent.ErasureRequested("data_subject_request", "ticket 4711"),
        new CustodyEvent.PayloadsErased(
            "data_subject_request", "ticket 4711", "user:ann", "user:ben", 12, Optional.empty()),
        new CustodyEvent.PayloadsErased(
            "retention", "kept long enough", "system", "system", 3, Optional.of(86_400_000L)),
        new StepEvent.Reused(
            UNIT, "c9", new RunId("run-2026-06-16-legal-7k3m9qx2aa"), 12, Optional.empty()),
        SubmittedSamples.retried(),
        new AuditEvent.Exported(List.of("run-2026-06-17-legal-7k3m9qx2ab"), 42, "m0"),
        SubmittedSamples.agent(),
        new AgentEvent.TurnPlanned("research", 2, false, Optional.empty()),
        new AgentEvent.TurnPlanned("research", 3, true, Optional.of(THEN)),
        new AgentEvent.TurnEnded(
            "research",
            2,
            AgentEvent.Leads.CALLS,
            List.of(
                new AgentEvent.Asked("docs.search", "h7", Effect.READ, Optional.empty()),
                new AgentEvent.Asked(
                    "mail.send", "h8", Effect.WRITE, Optional.of("tool_not_allowed")))),
        new AgentEvent.TurnEnded("research", 4, AgentEvent.Leads.ANSWER, List.of()),
        new AgentEvent.CallDenied(
            UnitId.of("research.2.1"), Verdict.deny("flow", "flow_denied", "p0")),
        new AgentEvent.Watched(
            "research", AgentEvent.Measure.PARK, AgentEvent.Signal.SAME_CALL, 20, 20),
        new AgentEvent.Closed("research", AgentEvent.Reason.NO_PROGRESS),
        // Labels.
        SubmittedSamples.labelled(),
        new StepEvent.AttemptStarted(
            UNIT,
            1,
            "lease",
            "run/summarize[2]",
            "c1",
            "h1",
            900,
            Verdict.allow("models.allow", "p0"),
            Optional.empty(),
            Map.of(),
            Optional.of(LABEL)),
        new StepEvent.AttemptSucceeded(
            UNIT, "lease", "c2", 640, 12, List.of(), Map.of(), Optional.of(LABEL)),
        new StepEvent.Reused(
            UNIT, "c9", new RunId("run-2026-06-16-legal-7k3m9qx2aa"), 12, Optional.of(LABEL)),
        new StepEvent.FlowRefused(
            UNIT,
            Crossing.CONTROL_UNTRUSTED,
            List.of(new Crossing(Crossing.CONTROL_UNTRUSTED, "to", LABEL)),
            true),
        // Memory.
        new MemoryEvent.Remembered(
            "fact-0a1b2c3d4e5f",
            "c10",
            true,
            new RunId("run-2026-06-17-legal-7k3m9qx2ab"),
            "note",
            List.of("c-0123456789", "step:find"),
            Optional.of(THEN)),
        new MemoryEvent.Remembered(
            "fact-1a1b2c3d4e5f",
            "c11",
            false,
            new RunId("run-2026-06-17-legal-7k3m9qx2ab"),
            "note[2]",
            List.of(),
            Optional.empty()),
        new MemoryEvent.Released("fact-0a1b2c3d4e5f", "read and found true"),
        new MemoryEvent.Forgotten("fact-0a1b2c3d4e5f", "no longer true"),
        // Ways through a plan.
        new PlanEvent.SignalReceived("sig-1", "payment_received", "c10", "h10", Optional.of(LABEL)),
        new PlanEvent.SignalTaken(UnitId.of("await_payment"), "sig-1"),
        new StepEvent.BranchTaken("route", 1),
        new PlanEvent.LoopPlanned("refine", 2),
        new PlanEvent.LoopJudged("refine", 2, true),
        new PlanEvent.ChildStarted(
            UnitId.item("triage", 3),
            1,
            new RunId("run-2026-06-17-legal-7k3m9qx2ac"),
            new JobRef("triage_ticket", "1.2.0", "d2"),
            "c11",
            "h11",
            2_000,
            Verdict.allow("jobs.declared", "p0"),
            Optional.of("apr-3"),
            Optional.of(LABEL)),
        new PlanEvent.ChildEnded(
            UnitId.item("triage", 3),
            new RunId("run-2026-06-17-legal-7k3m9qx2ac"),
            RunStatus.PARTIAL,
            Map.of(Stage.GENERATE, 700L, Stage.TOOL, 20L),
            "c12",
            Optional.empty(),
            Optional.of(LABEL)),
        new PlanEvent.ChildEnded(
            UnitId.of("triage"),
            new RunId("run-2026-06-17-legal-7k3m9qx2ad"),
            RunStatus.KILLED,
            Map.of(),
            "",
            Optional.of(Failure.terminal("child_killed", "the child run was killed")),
            Optional.empty()),
        SubmittedSamples.blocks(),
        SubmittedSamples.child(),
        new PlanEvent.PlanFrozen(
            "c13", List.of(SubmittedSamples.step("result", StepKind.TOOL)), "plan3"),
        new PlanEvent.RedoPlanned("validate", 2),
        new PlanEvent.PlanFrozen("c14", List.of(redoing()), "plan4"),
        new CustodyEvent.ArtifactsErased(List.of("c7", "c8"), 7_776_000_000L));
  }

  /** The shape of a step that has others done again. */
  private static PlannedStep redoing() {
    return SubmittedSamples.step("validate", StepKind.CHECK)
        .with(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new RedoPlan(2, List.of("draft", "validate"))));
  }
}
