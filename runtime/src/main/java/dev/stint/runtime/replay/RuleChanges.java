package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.PolicyFile;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.activity.CitationReview;
import dev.stint.runtime.activity.MissingValueException;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.citation.CitationProblem;
import dev.stint.runtime.decision.RedoDecisions;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.decision.StepCommand.ReportSuccess;
import dev.stint.runtime.decision.StepCommand.RequestPermit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What other rules make of a recorded run's commands. Reads recorded values; one replay's own. */
final class RuleChanges implements AlternativeRun.Changes {
  private final WhatIf change;
  private final CompiledJob job;
  private final RunValues values;
  private final PromptDeltas prompts;
  private final Set<String> unknown = new TreeSet<>();

  RuleChanges(WhatIf change, CompiledJob job, RunValues values, PromptDeltas prompts) {
    this.change = change;
    this.job = job;
    this.values = values;
    this.prompts = prompts;
  }

  Set<String> unknown() {
    return unknown;
  }

  @Override
  public RunCommand of(Optional<RunState> recorded, RunCommand command) {
    return switch (command) {
      case RunCommand.Submit submit ->
          new RunCommand.Submit(
              AlternativeSubmission.of(submit.submission(), change),
              submit.startNow(),
              submit.takenOver());
      case RequestPermit permit -> permit(recorded.orElseThrow(), permit);
      case ReportSuccess success -> success(recorded.orElseThrow(), success);
      default -> command;
    };
  }

  private RunCommand permit(RunState recorded, RequestPermit asked) {
    PlannedStep step = recorded.plan().step(asked.unit().step());
    Optional<Verdict> denied =
        change
            .policy()
            .filter(_ -> asked.verdict().allowed())
            .flatMap(policy -> PolicyRules.deny(policy, step, arguments(recorded, asked)));
    PromptDeltas.Delta delta = prompts.of(recorded, asked.unit());
    if (delta.failure().isPresent()) {
      return new StepCommand.FailStep(step.id(), delta.failure().get());
    }
    return new RequestPermit(
        asked.unit(),
        asked.lease(),
        asked.args(),
        asked.argsHash(),
        asked.content(),
        asked.contentHash(),
        asked.approval().isEmpty() ? "what-if " + asked.unit() : asked.approval(),
        Math.max(0, asked.worstCase() + delta.tokens()),
        asked.waitMs(),
        denied.orElse(asked.verdict()),
        asked.pins(),
        asked.flows());
  }

  private Optional<JsonNode> arguments(RunState recorded, RequestPermit asked) {
    if (asked.args().isEmpty()) return Optional.empty();
    try {
      return Optional.of(values.read(recorded.submitted().run(), asked.args()));
    } catch (MissingValueException _) {
      unknown.add("hosts and sources of calls whose arguments were erased");
      return Optional.empty();
    }
  }

  private RunCommand success(RunState recorded, ReportSuccess report) {
    Optional<String> refused = citations(recorded, report);
    if (refused.isPresent()) {
      return new StepCommand.ReportFailure(
          report.unit(),
          report.lease(),
          Failure.terminal("check_failed", refused.get()),
          Optional.of(report.tokens()),
          report.tookMs(),
          Optional.empty());
    }
    long delta = prompts.of(recorded, report.unit()).tokens();
    return delta == 0
        ? report
        : new ReportSuccess(
            report.unit(),
            report.lease(),
            report.output(),
            Math.max(0, report.tokens() + delta),
            report.tookMs(),
            report.artifacts(),
            report.pins(),
            report.reply(),
            report.brings());
  }

  /** What is wrong with the citations by the other policy, of a check that passed. */
  private Optional<String> citations(RunState recorded, ReportSuccess report) {
    UnitId unit = report.unit();
    Optional<Integer> least = change.policy().flatMap(PolicyFile::minCitations);
    PlannedStep check = recorded.plan().step(unit.step());
    boolean redone = report.pins().containsKey(RedoDecisions.PIN);
    if (least.isEmpty() || check.kind() != StepKind.CHECK || redone) return Optional.empty();
    try {
      List<CitationProblem> problems =
          CitationReview.again(recorded, unit, job, values, least.get());
      if (!problems.isEmpty() && RedoDecisions.left(check)) {
        unknown.add("whether another round of " + check.id() + " would have passed");
      }
      return problems.stream().findFirst().map(CitationProblem::message);
    } catch (MissingValueException _) {
      unknown.add("citations of drafts that were erased");
      return Optional.empty();
    }
  }
}
