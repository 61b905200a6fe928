package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.INVARIANTS;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.Pot;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.util.Optional;

/**
 * Check 12: rules that hold whoever decided: no effect without leave, no leave by the submitter, no
 * token above the cap, nothing after a kill, one owner at a time.
 */
record InvariantCheck(OpenedBundle bundle, Findings findings) {
  void run() {
    for (History history : bundle.histories()) owners(history);
    findings.each(bundle.runs(), (run, found) -> new InvariantCheck(bundle, found).rules(run));
    findings.note(INVARIANTS, bundle.runs().size() + " runs");
  }

  private void owners(History history) {
    long epoch = 0;
    String writer = "";
    for (Line line : history.lines()) {
      long expected = line.writer().equals(writer) ? epoch : epoch + 1;
      if (line.epoch() != expected) {
        add("two_owners", history, line, "epoch " + expected, "epoch " + line.epoch());
      }
      epoch = line.epoch();
      writer = line.writer();
    }
  }

  private void rules(History history) {
    Optional<RunState> before = Optional.empty();
    for (Line line : history.lines()) {
      if (line.event().isEmpty()) return; // check 10 says so
      Recorded recorded = line.event().get();
      try {
        if (before.isPresent()) event(history, line, before.get(), recorded.event());
        before = Optional.of(RunFold.apply(before, recorded));
        spending(history, line, before.get().pot());
      } catch (RuntimeException e) {
        add("does_not_fold", history, line, "an event that can follow", "" + e.getMessage());
        return;
      }
    }
  }

  private void event(History history, Line line, RunState before, Object event) {
    switch (event) {
      case AttemptStarted e -> attempt(history, line, before, e);
      case StepEvent.AttemptSucceeded e -> {
        long held =
            before.unit(e.unit()) instanceof UnitState.InFlight flight ? flight.reserved() : -1;
        if (held < 0) add("effect_without_permit", history, line, "a permit for it", "none");
        else if (e.tokens() < 0 || e.tokens() > held) {
          add(
              "spent_more_than_held",
              history,
              line,
              "at most " + held + " tokens",
              "" + e.tokens());
        }
      }
      default -> {}
    }
  }

  private void attempt(History history, Line line, RunState before, AttemptStarted e) {
    if (!e.verdict().allowed()) {
      add("effect_without_allow", history, line, "a policy that allows it", e.verdict().code());
    }
    if (!(before.phase() instanceof Phase.Running)) {
      String phase = before.phase().getClass().getSimpleName();
      add("effect_outside_running", history, line, "a run that is running", phase);
    }
    if (before.unit(e.unit()) instanceof UnitState.InFlight) {
      add("two_permits", history, line, "one permit at a time", "a second");
    }
    PlannedStep planned = before.plan().step(e.step());
    if (planned.gate().isPresent() && !before.submitted().dryRun()) {
      approval(history, line, before, planned, e);
    }
  }

  private void approval(
      History history, Line line, RunState before, PlannedStep planned, AttemptStarted e) {
    ApprovalState approval = e.approval().map(before.approvals()::get).orElse(null);
    if (approval == null || approval.outcome() != ApprovalState.Outcome.GRANTED) {
      add("effect_without_approval", history, line, "a granted approval", "none");
      return;
    }
    ApprovalEvent.Requested request = approval.request();
    if (!request.args().equals(e.args()) || !request.unit().equals(e.unit())) {
      add("approved_something_else", history, line, "the approved arguments", "others");
    }
    String by = approval.decidedBy().orElse("");
    boolean own =
        by.equals(before.submittedBy()) || request.editor().filter(by::equals).isPresent();
    if (planned.gate().orElseThrow().fourEyes() && own) {
      add("approved_by_the_same", history, line, "another person's approval", by);
    }
    boolean listed =
        request.by().contains(by) || request.by().stream().anyMatch(n -> n.startsWith("group:"));
    if (!listed) {
      add("approved_by_another", history, line, "one of " + request.by(), by);
    }
  }

  private void spending(History history, Line line, Pot pot) {
    long cap = pot.budget().hard();
    if (pot.used() + pot.reserved() > cap || pot.reserved() < 0) {
      String found = pot.used() + " used and " + pot.reserved() + " held";
      add("above_the_cap", history, line, "at most " + cap + " tokens", found);
    }
  }

  private void add(String code, History history, Line line, String expected, String found) {
    findings.add(INVARIANTS, code, history.where(line.seq()), expected, found);
  }
}
