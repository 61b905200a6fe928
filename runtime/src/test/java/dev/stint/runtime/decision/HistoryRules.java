package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Round;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.Pot;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;

/** The invariants of a history, each as one named rule over (state before, next event). */
final class HistoryRules {
  private HistoryRules() {}

  static void finishedIsFinal(RunState before, RunEvent next) {
    assertThat(before.finished()).as("FinishedIsFinal: %s", next).isFalse();
  }

  static void noPermitUnlessRunning(RunState before, RunEvent next) {
    if (next instanceof StepEvent.AttemptStarted || next instanceof PlanEvent.ChildStarted) {
      assertThat(before.phase())
          .as("NoPermitAfterKill: %s", next)
          .isInstanceOf(Phase.Running.class);
    }
  }

  static void oneLiveLeasePerUnit(RunState before, RunEvent next) {
    if (next instanceof StepEvent.AttemptStarted started) {
      assertThat(before.unit(started.unit()))
          .as("OneLiveLeasePerUnit: %s", next)
          .isNotInstanceOf(UnitState.InFlight.class);
    }
  }

  static void oneChildPerUnit(RunState before, RunEvent next) {
    if (next instanceof PlanEvent.ChildStarted started) {
      assertThat(before.unit(started.unit()))
          .as("OneChildPerUnit: %s", next)
          .isInstanceOf(UnitState.Ready.class);
      assertThat(before.children().values())
          .as("OneChildPerUnit: %s", next)
          .noneMatch(child -> child.run().equals(started.run()));
    }
    if (before.finished()) return;
    if (next instanceof RunEvent.Finished) {
      assertThat(before.children()).as("NoChildOutlivesItsParent: %s", next).isEmpty();
    }
  }

  static void noStepOnAWayNotTaken(RunState before, RunEvent next) {
    if (next instanceof StepEvent.AttemptStarted started) {
      PlannedStep step = before.plan().step(started.step());
      assertThat(BlockProgress.taken(before, step)).as("NoStepOnAWayNotTaken: %s", next).isTrue();
    }
  }

  static void nothingGoesOnBeforeTheNewestCheck(RunState before, RunEvent next) {
    if (!(next instanceof StepEvent.AttemptStarted started)) return;
    for (String after : before.plan().step(started.step()).dependsOn()) {
      int round = before.course().rounds().getOrDefault(after, 1);
      assertThat(before.steps().get(Round.at(after, round)).done())
          .as("NothingGoesOnBeforeTheNewestCheck: %s", next)
          .isTrue();
    }
  }

  static void noGatedEffectWithoutGrant(RunState before, RunEvent next) {
    if (!(next instanceof StepEvent.AttemptStarted started)) return;
    PlannedStep planned = before.plan().step(started.step());
    if (planned.gate().isEmpty() && started.approval().isEmpty()) return;
    ApprovalState approval = before.approvals().get(started.approval().orElseThrow());
    assertThat(approval.outcome())
        .as("NoGatedEffectWithoutGrant")
        .isEqualTo(ApprovalState.Outcome.GRANTED);
    assertThat(approval.request().args()).isEqualTo(started.args());
    assertThat(approval.decidedBy().orElseThrow()).isNotEqualTo(before.submittedBy());
  }

  static void nothingGoesWhereItMayNot(RunState before, RunEvent next) {
    if (!(next instanceof StepEvent.AttemptStarted started)) return;
    before
        .plan()
        .step(started.step())
        .sink()
        .ifPresent(sink ->
            assertThat(sink.clearance().admits(started.label().orElseThrow()))
                .as("NothingGoesWhereItMayNot: %s", next)
                .isTrue());
  }

  /** Invariant 9. */
  static void labelsNeverFall(RunState before, RunEvent next) {
    if (!(next instanceof StepEvent.AttemptSucceeded succeeded)) return;
    var flight = (UnitState.InFlight) before.unit(succeeded.unit());
    flight
        .label()
        .ifPresent(in ->
            assertThat(succeeded.label().orElseThrow().covers(in))
                .as("LabelsNeverFall: %s", next)
                .isTrue());
  }

  /** Said once more here: a rule must not ask what it judges. */
  private static boolean risky(PlannedStep step) {
    return step.effect() == Effect.WRITE && !step.idempotent();
  }

  static void riskyWritesAreNeverRepeatedByThemselves(RunState before, RunEvent next) {
    if (next instanceof StepEvent.AttemptLost lost) {
      boolean stopping = before.phase() instanceof Phase.Stopping;
      assertThat(risky(before.plan().step(lost.step())) && !stopping)
          .as("RiskyWritesAreNeverRepeated: %s", next)
          .isFalse();
    }
    if (next instanceof StepEvent.AttemptStarted started) {
      assertThat(before.unit(started.unit()))
          .as("RiskyWritesAreNeverRepeated: %s", next)
          .isNotInstanceOf(UnitState.InDoubt.class);
    }
  }

  static void neverAboveTheCap(RunState state) {
    Pot pot = state.pot();
    assertThat(pot.used() + pot.reserved())
        .as("SpendNeverAboveTheCap")
        .isLessThanOrEqualTo(pot.budget().hard());
    assertThat(pot.reserved()).as("ReservationsAreReturned").isGreaterThanOrEqualTo(0);
  }
}
