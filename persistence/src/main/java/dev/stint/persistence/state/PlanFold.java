package dev.stint.persistence.state;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Round;
import dev.stint.persistence.event.UnitId;
import java.time.Instant;
import java.util.Map;

/** Folds facts about the way through a plan. Pure. */
final class PlanFold {
  private PlanFold() {}

  static RunState apply(RunState state, PlanEvent event, Instant at) {
    Course course = state.course();
    return switch (event) {
      case PlanEvent.SignalReceived e -> new Change(state).course(course.received(e)).build();
      case PlanEvent.SignalTaken e -> {
        Course.Signal signal = course.signals().get(e.signal());
        var done =
            new UnitState.Succeeded(state.unit(e.unit()).tries(), signal.payload(), signal.label());
        yield unit(state, e.unit(), done).course(course.taken(e)).build();
      }
      case PlanEvent.LoopPlanned e -> {
        var loop = new Course.Loop(e.iteration(), false, false);
        var change = new Change(state).course(course.loop(e.step(), loop));
        for (PlannedStep step : Iteration.of(state.plan().step(e.step()), e.iteration())) {
          change.step(StepState.initial(step.id(), step.forEach(), step.evaluates()));
        }
        yield change.build();
      }
      case PlanEvent.RedoPlanned e -> {
        var change = new Change(state).course(course.round(e.step(), e.round()));
        PlannedStep check = state.submitted().plan().step(e.step());
        for (PlannedStep step : Round.of(state.submitted().plan(), check, e.round())) {
          change.step(StepState.initial(step.id(), step.forEach(), step.evaluates()));
        }
        yield change.build();
      }
      case PlanEvent.PlanFrozen e -> {
        var change = new Change(state).course(course.made(e));
        for (PlannedStep step : e.steps()) {
          change.step(StepState.initial(step.id(), step.forEach(), step.evaluates()));
        }
        yield change.build();
      }
      case PlanEvent.LoopJudged e -> {
        var loop = new Course.Loop(e.iteration(), true, e.done());
        yield new Change(state).course(course.loop(e.step(), loop)).build();
      }
      case PlanEvent.ChildStarted e -> {
        var child =
            new UnitState.Child(
                state.unit(e.unit()).tries().withStarted(),
                e.run(),
                e.reserved(),
                at,
                e.args(),
                e.approval(),
                e.label());
        yield unit(state, e.unit(), child).pot(state.pot().reserve(e.reserved())).build();
      }
      case PlanEvent.ChildEnded e -> ended(state, e);
    };
  }

  private static RunState ended(RunState state, PlanEvent.ChildEnded e) {
    var child = (UnitState.Child) state.unit(e.unit());
    UnitState next =
        e.failure().isPresent()
            ? new UnitState.Failed(child.tries().withFailed(), e.failure().get())
            : new UnitState.Succeeded(child.tries(), e.output(), e.label());
    Pot pot = state.pot().settle(Stage.TOOL, child.reserved(), 0);
    for (Map.Entry<Stage, Long> spent : e.spent().entrySet()) {
      pot = pot.settle(spent.getKey(), 0, spent.getValue());
    }
    return unit(state, e.unit(), next).pot(pot).build();
  }

  private static Change unit(RunState state, UnitId unit, UnitState next) {
    return new Change(state).step(state.steps().get(unit.step()).with(unit, next));
  }
}
