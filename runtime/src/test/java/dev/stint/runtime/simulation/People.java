package dev.stint.runtime.simulation;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Submitters, approvers and operators: they repeat what was not answered, and change their minds.
 */
final class People {
  private static final String OPERATOR = "user:operator";

  private final World world;
  private final List<Submitted> submissions;

  People(World world, List<Submitted> submissions) {
    this.world = world;
    this.submissions = submissions;
  }

  void act() {
    Submitted submission = world.dice.pick(submissions);
    RunId id = submission.run();
    if (!world.promises.about(id)) {
      ask(id, new RunCommand.Submit(submission, true), SimulatedJobs.SUBMITTER);
      return;
    }
    Optional<RunState> state = world.node().run(id).settled();
    if (state.isEmpty() || state.get().finished()) return;
    decide(state.get());
    resolve(state.get());
    signal(state.get());
    if (world.stormy()) control(id);
    else ask(id, new RunCommand.Resume(), OPERATOR);
  }

  private void ask(RunId run, RunCommand command, String by) {
    world.say(() -> by + " asks " + command + " of " + run);
    int times = world.stormy() && world.dice.oneIn(8) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      world.node().run(run).ask(command, by, world.promises::answered);
    }
  }

  /** Partners outside, who may send before anybody waits, and twice. */
  private void signal(RunState state) {
    for (PlannedStep step : state.plan().steps()) {
      if (step.kind() != StepKind.SIGNAL || world.stormy() && world.dice.oneIn(2)) continue;
      String id = "sig-" + world.dice.below(8) + "-" + step.id();
      ask(
          state.submitted().run(),
          new RunCommand.Signal(id, step.uses(), "said " + id, "hash of " + id, Optional.empty()),
          "user:partner");
    }
  }

  private void control(RunId run) {
    switch (world.dice.below(30)) {
      case 0, 11 -> ask(run, new RunCommand.Kill("stop"), OPERATOR);
      case 1 -> {
        if (world.dice.oneIn(2)) ask(run, new RunCommand.Cancel("stop"), OPERATOR);
      }
      case 2, 3, 4 -> ask(run, new RunCommand.Pause("look"), OPERATOR);
      case 5, 6, 7, 8, 9, 10 -> ask(run, new RunCommand.Resume(), OPERATOR);
      default -> {}
    }
  }

  private void decide(RunState state) {
    for (ApprovalState approval : state.approvals().values()) {
      if (!approval.pending() || world.stormy() && world.dice.oneIn(2)) continue;
      ApprovalEvent.Requested request = approval.request();
      if (world.stormy() && world.dice.oneIn(6)) edit(state, request);
      String by = world.dice.oneIn(4) ? SimulatedJobs.SUBMITTER : SimulatedJobs.LEAD;
      ask(
          state.submitted().run(),
          new ApprovalCommand.Decide(
              request.approval(),
              !world.stormy() || !world.dice.oneIn(8),
              request.contentHash(),
              "read",
              List.of(),
              Optional.empty()),
          by);
    }
  }

  private void edit(RunState state, ApprovalEvent.Requested request) {
    String content = request.unit() + " edited to version " + world.dice.below(3);
    ask(
        state.submitted().run(),
        new ApprovalCommand.Edit(
            request.approval(),
            request.contentHash(),
            world.newName("apr-"),
            "shown " + content,
            content,
            Requests.args(content),
            List.of(),
            true),
        OPERATOR);
  }

  /** A person looks outside before saying what happened. */
  private void resolve(RunState state) {
    RunId run = state.submitted().run();
    for (Map.Entry<UnitId, UnitState> unit : state.units().toList()) {
      boolean asks = state.plan().step(unit.getKey().step()).queryable();
      if (!(unit.getValue() instanceof UnitState.InDoubt doubt)) continue;
      if (asks && doubt.open() || world.stormy() && world.dice.oneIn(3)) continue;
      boolean happened = world.sink.happened(run.idempotencyKey(unit.getKey()));
      ask(
          run,
          new DoubtCommand.ResolveDoubt(unit.getKey(), happened, happened ? "found" : "", "looked"),
          OPERATOR);
    }
  }
}
