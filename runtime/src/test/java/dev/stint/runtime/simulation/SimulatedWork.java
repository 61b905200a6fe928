package dev.stint.runtime.simulation;

import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.DoubtCommand.Answer;
import dev.stint.runtime.decision.NextActions;
import dev.stint.runtime.decision.NextActions.Action;
import dev.stint.runtime.decision.RandomBlocks;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code RunWork} and {@code Inquiries} do: keep in flight what the state asks for. */
final class SimulatedWork {
  private final SimulatedRun run;
  private final Map<UnitId, SimulatedStep> units = new LinkedHashMap<>();
  private final Set<String> evaluating = new HashSet<>();
  private final Set<String> delegated = new HashSet<>();
  private final Set<UnitId> asking = new HashSet<>();
  private final List<UnitId> unconfirmed = new ArrayList<>();

  SimulatedWork(SimulatedRun run) {
    this.run = run;
  }

  void sync(RunState state) {
    boolean interrupt = false;
    for (Action action : NextActions.of(state)) {
      switch (action) {
        case Action.Evaluate evaluate -> evaluate(state, evaluate.step());
        case Action.Perform perform -> perform(state, perform);
        case Action.Doubt doubt -> doubt(doubt);
        case Action.Query query -> query(query);
        case Action.Delegate(UnitId unit, UnitState.Child child) -> delegate(unit, child, false);
        case Action.Hold(UnitId unit, UnitState.Child child) -> delegate(unit, child, false);
        case Action.Recall(UnitId unit, UnitState.Child child, boolean _) ->
            delegate(unit, child, true);
        case Action.Interrupt _ -> interrupt = true;
        case Action.Wake _ -> {} // the world wakes runs at any time
      }
    }
    if (interrupt) interrupt(state);
  }

  private Dice dice() {
    return run.node.world.dice;
  }

  private void evaluate(RunState state, String step) {
    if (!evaluating.add(step)) return;
    RunCommand command = RandomBlocks.evaluated(state, step, dice()::below);
    run.node.later(
        "evaluated " + step,
        () -> {
          evaluating.remove(step);
          run.system(command);
        });
  }

  /** The child run itself is not simulated; it ends at some time, and its end is told late. */
  private void delegate(UnitId unit, UnitState.Child child, boolean recalled) {
    if (!delegated.add(unit + " of " + child.run() + recalled)) return;
    RunCommand end =
        RandomBlocks.end(unit, child, recalled, !run.node.world.stormy(), dice()::below);
    run.node.later(SimulatedNode.RESULT + "of child " + child.run(), () -> run.system(end));
  }

  private void perform(RunState state, Action.Perform perform) {
    boolean later = perform.notBefore().filter(run.node.world.now()::isBefore).isPresent();
    if (later || units.containsKey(perform.unit())) return;
    units.put(perform.unit(), SimulatedStep.asking(run, state, perform.unit()));
  }

  boolean mayStart(UnitId unit) {
    return !units.containsKey(unit);
  }

  void start(RunState state, AttemptStarted permit, StepCommand.RequestPermit request) {
    units.put(permit.unit(), SimulatedStep.permitted(run, state, permit, request));
  }

  private void doubt(Action.Doubt doubt) {
    boolean later = doubt.notBefore().filter(run.node.world.now()::isBefore).isPresent();
    if (later || !asking.add(doubt.unit())) return;
    run.node.later(
        "doubt " + doubt.unit(),
        () -> {
          asking.remove(doubt.unit());
          run.system(new DoubtCommand.QueryDoubt(doubt.unit()));
        });
  }

  private void query(Action.Query query) {
    if (!asking.add(query.unit())) return;
    run.node.leaving(
        "query " + query.unit(),
        () -> {
          RunCommand answer =
              new DoubtCommand.ReportQuery(
                  query.unit(), query.query(), fate(query.unit()), "found", "asked");
          run.node.later(
              SimulatedNode.RESULT + "of the query " + query.unit(),
              () -> {
                asking.remove(query.unit());
                run.system(answer);
              });
        });
  }

  private Answer fate(UnitId unit) {
    World world = run.node.world;
    if (world.off.contains(Safeguard.QUERY)) return Answer.DID_NOT_HAPPEN;
    if (world.stormy() && dice().oneIn(4)) return Answer.UNREACHABLE;
    if (world.stormy() && dice().oneIn(8)) return Answer.UNKNOWN;
    return world.sink.happened(run.id.idempotencyKey(unit))
        ? Answer.HAPPENED
        : Answer.DID_NOT_HAPPEN;
  }

  private void interrupt(RunState state) {
    if (units.isEmpty()) {
      run.node.later("quiet", () -> run.system(new RunCommand.Quiesced(List.of(), unconfirmed())));
      return;
    }
    for (SimulatedStep step : List.copyOf(units.values())) {
      if (state.findUnit(step.unit()).filter(UnitState.InFlight.class::isInstance).isPresent())
        step.interrupt();
      else step.stop();
    }
  }

  private List<UnitId> unconfirmed() {
    return List.copyOf(unconfirmed);
  }

  void unconfirmed(UnitId unit) {
    unconfirmed.add(unit);
  }

  void stopped(SimulatedStep step) {
    units.remove(step.unit(), step);
  }

  void stop() {
    units.values().forEach(SimulatedStep::abandon);
    units.clear();
  }
}
