package dev.stint.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.PolicyFile;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.Parent;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RandomBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What another policy makes of a plan: it asks for more, and leaves everything else. */
class AlternativeSubmissionTest {
  private static final PolicyFile STRICT =
      new PolicyFile(
          "strict",
          PolicyFile.Denied.NOTHING,
          new PolicyFile.Approved(List.of("test.*"), Set.of(), List.of("group:legal")),
          Optional.empty(),
          Optional.of(1),
          Optional.empty());
  private static final Optional<Parent> PARENT =
      Optional.of(
          new Parent(
              new RunId("run-2026-06-17-legal-7k3m9qx2aa"), UnitId.of("up"), 1, Optional.empty()));

  private static Submitted submission(List<PlannedStep> steps) {
    Submitted s = PlanFixtures.chain("a");
    return new Submitted(
        s.run(),
        s.job(),
        new Plan(steps, "plan"),
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
        s.origin(),
        PARENT);
  }

  private static Submitted under(PolicyFile policy, List<PlannedStep> steps) {
    var change = new WhatIf(Optional.of(policy), Optional.empty(), Map.of());
    return AlternativeSubmission.of(submission(steps), change);
  }

  /** Plans with branches, loops in loops, agents, and steps that run other jobs. */
  private static List<List<PlannedStep>> plans() {
    List<List<PlannedStep>> plans = new ArrayList<>();
    for (long seed = 0; seed < 200; seed++) {
      plans.add(RandomBlocks.steps("s", List.of(), new Random(seed)::nextInt));
    }
    return plans;
  }

  private static List<PlannedStep> inside(PlannedStep step) {
    return step.loop().map(LoopPlan::steps).orElse(List.of());
  }

  private static void compare(List<PlannedStep> was, List<PlannedStep> is) {
    assertThat(is).hasSameSizeAs(was);
    for (int i = 0; i < was.size(); i++) {
      assertThat(is.get(i).id()).isEqualTo(was.get(i).id());
      assertThat(is.get(i).within()).isEqualTo(was.get(i).within());
      assertThat(is.get(i).child()).isEqualTo(was.get(i).child());
      assertThat(is.get(i).sink()).isEqualTo(was.get(i).sink());
      assertThat(is.get(i).agent().isPresent()).isEqualTo(was.get(i).agent().isPresent());
      assertThat(is.get(i).loop().map(LoopPlan::max))
          .isEqualTo(was.get(i).loop().map(LoopPlan::max));
      compare(inside(was.get(i)), inside(is.get(i)));
    }
  }

  @Test
  void shouldLeaveEveryStepWhereItStandsAndWhatItRuns() {
    for (List<PlannedStep> steps : plans()) compare(steps, under(STRICT, steps).plan().steps());
  }

  private static void requireApprovals(List<PlannedStep> steps) {
    for (PlannedStep step : steps) {
      if (step.kind() == StepKind.TOOL) {
        assertThat(step.gate().map(PlannedStep.Gate::by)).contains(List.of("group:legal"));
        assertThat(step.retry().maxFailures()).isEqualTo(1);
      }
      requireApprovals(inside(step));
    }
  }

  @Test
  void shouldAskForApprovalOfToolsInsideOfBranchesAndLoopsToo() {
    for (List<PlannedStep> steps : plans()) requireApprovals(under(STRICT, steps).plan().steps());
  }

  @Test
  void shouldStayTheChildOfItsParent() {
    assertThat(under(STRICT, plans().getFirst()).parent()).isEqualTo(PARENT);
  }
}
