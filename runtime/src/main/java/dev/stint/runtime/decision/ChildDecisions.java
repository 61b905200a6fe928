package dev.stint.runtime.decision;

import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.label.Flows;
import java.util.Optional;

/** When a child run may start, and what its end means. Pure. */
public final class ChildDecisions {
  /** The pin that names the child run. */
  public static final String RUN = "child_run";

  private ChildDecisions() {}

  /**
   * The permit of a child: what it may use at most is in the pot already, so that this run and all
   * its children never use more than this run may (invariant 4).
   */
  static PlanEvent.ChildStarted started(
      RunState state,
      PlannedStep planned,
      Optional<String> approval,
      StepCommand.RequestPermit request) {
    ChildPlan child = planned.child().orElseThrow();
    return new PlanEvent.ChildStarted(
        request.unit(),
        state.unit(request.unit()).tries().started() + 1,
        new RunId(request.pins().get(RUN)),
        child.job(),
        request.args(),
        request.argsHash(),
        request.worstCase(),
        request.verdict(),
        approval,
        planned.sink().map(_ -> request.flows().map(Flows::whole).orElse(Label.UNLABELLED)));
  }

  /** What went into the child, and what it made of it. */
  private static Optional<Label> label(RunState state, RunCommand.ReportChild report) {
    return state.unit(report.unit()) instanceof UnitState.Child child
        ? child.label().map(in -> in.join(report.label().orElse(Label.UNLABELLED)))
        : Optional.empty();
  }

  /** A report counts once, and from the child that the unit waits for. */
  static Decision ended(RunState state, RunCommand.ReportChild report) {
    boolean waits =
        state
            .findUnit(report.unit())
            .filter(u -> u instanceof UnitState.Child child && child.run().equals(report.run()))
            .isPresent();
    if (!waits) return new Decision.Unchanged();
    boolean good = report.status() == RunStatus.SUCCEEDED || report.status() == RunStatus.PARTIAL;
    Optional<Failure> failure =
        good
            ? Optional.empty()
            : Optional.of(
                report
                    .failure()
                    .orElseGet(() ->
                        Failure.terminal(
                            "child_" + report.status().text(),
                            "run " + report.run() + " ended " + report.status().text())));
    return Decision.persist(
        new PlanEvent.ChildEnded(
            report.unit(),
            report.run(),
            report.status(),
            report.spent(),
            good ? report.output() : "",
            failure,
            label(state, report)));
  }
}
