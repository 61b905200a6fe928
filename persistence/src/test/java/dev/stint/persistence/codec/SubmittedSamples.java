package dev.stint.persistence.codec;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.config.spec.Within;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.Clearance;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.Origin;
import dev.stint.persistence.event.Parent;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.Sink;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.persistence.event.UnitId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Submissions with every kind of plan, for {@link EventSamples}. */
final class SubmittedSamples {
  private SubmittedSamples() {}

  static RunEvent agent() {
    var ladder = new AgentPlan.Ladder(3, 5, 8, 12);
    var envelope =
        new AgentPlan(
            List.of(
                new AgentPlan.Tool(
                    "docs.search",
                    Effect.READ,
                    true,
                    false,
                    new PlannedStep.Retry(3, 2000, 2, 60_000, PlannedStep.OnExhausted.CONTINUE),
                    60_000,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())),
            4,
            1000,
            16_000,
            new AgentPlan.Stop(50, 0, 600_000, 2, true),
            new AgentPlan.Watch(ladder, ladder, ladder, 10_000));
    var step =
        new PlannedStep(
                "research",
                StepKind.AGENT,
                Stage.GENERATE,
                List.of(),
                false,
                false,
                1,
                "scripted/demo",
                Effect.NONE,
                true,
                PlannedStep.Retry.NONE,
                60_000,
                Optional.empty())
            .by(envelope);
    return of(new Plan(List.of(step), "plan1"), Optional.empty(), Optional.empty());
  }

  static RunEvent labelled() {
    var clearance =
        new Clearance(
            Label.Confidentiality.INTERNAL,
            new TreeSet<>(List.of("legal")),
            new TreeSet<>(List.of(Label.ALL)));
    var gate = new PlannedStep.Gate(List.of("user:lead"), true, 10_800_000);
    var sink =
        new Sink(
            clearance,
            List.of("dest", "name"),
            Label.Integrity.ENDORSED,
            Label.Integrity.CURATED,
            Optional.of(Label.SYSTEM),
            Optional.of(gate));
    return of(
        new Plan(List.of(plan().steps().getFirst().to(sink)), "plan2"),
        Optional.empty(),
        Optional.empty());
  }

  static PlannedStep step(String id, StepKind kind) {
    return new PlannedStep(
        id,
        kind,
        Stage.TOOL,
        List.of(),
        false,
        true,
        1,
        "",
        Effect.NONE,
        true,
        PlannedStep.Retry.NONE,
        60_000,
        Optional.empty());
  }

  /** A branch in a loop, and a step that runs another job. */
  static RunEvent blocks() {
    var none = Optional.<LoopPlan>empty();
    var child = new ChildPlan(new JobRef("triage_ticket", "1.2.0", "d2"), 2_000);
    var inLoop = Optional.of(new Within("refine", 0));
    var inBranch = Optional.of(new Within("route", 1));
    var route = step("route", StepKind.BRANCH).with(inLoop, none, Optional.empty());
    var triage = step("triage", StepKind.JOB).with(inBranch, none, Optional.of(child));
    var loop = new LoopPlan(3, true, List.of(route, triage));
    return of(
        new Plan(
            List.of(
                step("refine", StepKind.LOOP)
                    .with(Optional.empty(), Optional.of(loop), Optional.empty())),
            "plan2"),
        Optional.empty(),
        Optional.empty());
  }

  static RunEvent child() {
    return of(
        plan(),
        Optional.empty(),
        Optional.of(
            new Parent(
                new RunId("run-2026-06-17-legal-7k3m9qx2aa"),
                UnitId.item("triage", 3),
                1,
                Optional.empty())));
  }

  static RunEvent retried() {
    return of(
        plan(),
        Optional.of(
            new Origin(
                new RunId("run-2026-06-16-legal-7k3m9qx2aa"),
                44,
                Origin.RETRY,
                Optional.of("publish"))),
        Optional.empty());
  }

  static RunEvent plain() {
    return of(plan(), Optional.empty(), Optional.empty());
  }

  private static Plan plan() {
    var step =
        new PlannedStep(
            "publish",
            StepKind.TOOL,
            Stage.TOOL,
            List.of("draft"),
            false,
            true,
            3,
            "stint.publish",
            Effect.WRITE,
            true,
            new PlannedStep.Retry(3, 2000, 2, 60_000, PlannedStep.OnExhausted.ESCALATE),
            300_000,
            Optional.of(new PlannedStep.Gate(List.of("user:lead"), true, 10_800_000)));
    return new Plan(List.of(step), "plan0");
  }

  private static RunEvent of(Plan plan, Optional<Origin> origin, Optional<Parent> parent) {
    return new RunEvent.Submitted(
        new RunId("run-2026-06-17-legal-7k3m9qx2ab"),
        new JobRef("report", "1.4.0", "d0"),
        plan,
        "c0",
        "group:owners",
        "legal",
        Map.of("risk", "high"),
        5,
        new TokenBudget(15_000, 20_000, 1_200, true, 7_200_000, true),
        "p0",
        "r0",
        false,
        true,
        origin,
        parent);
  }
}
