package dev.stint.runtime.simulation;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.RandomBlocks;
import dev.stint.runtime.decision.StepCommand.RequestPermit;
import java.util.Optional;

/**
 * What {@code RunActivity} asks a permit for: approved content as it was, other content as it is.
 */
final class Requests {
  private static final String ARGS = "args of ";

  private Requests() {}

  static RequestPermit of(RunState state, PlannedStep planned, UnitId unit, World world) {
    String lease = world.newName("lease-");
    Optional<ApprovalState> granted = granted(state, unit);
    String fresh = unit + " version " + world.dice.below(3);
    String content = granted.map(g -> g.request().args().substring(ARGS.length())).orElse(fresh);
    String args = args(content);
    boolean reserves = !world.off.contains(Safeguard.BUDGET_CAP);
    return new RequestPermit(
        unit,
        lease,
        args,
        "hash of " + args,
        "shown " + content,
        content,
        world.newName("apr-"),
        reserves ? worstCase(planned, unit) : 0,
        5_000,
        Verdict.allow("tools.allow", "policy-hash"),
        RandomBlocks.pins(state, unit),
        Optional.empty());
  }

  static String args(String content) {
    return ARGS + content;
  }

  /** Tokens that an attempt of the unit can bill at most. */
  static long worstCase(PlannedStep planned, UnitId unit) {
    return switch (planned.kind()) {
      case TURN -> 40;
      case PROMPT -> 150 + 50L * unit.index();
      case PARTIAL -> 100;
      case JOB -> RandomBlocks.worstCase(Optional.of(planned));
      case TOOL, AGENT, CHECK, APPROVAL, WAIT, SIGNAL, BRANCH, LOOP, PLAN, OUTPUTS -> 0;
    };
  }

  private static Optional<ApprovalState> granted(RunState state, UnitId unit) {
    return state.unit(unit) instanceof UnitState.Ready ready
        ? ready.approval().map(state.approvals()::get)
        : Optional.empty();
  }
}
