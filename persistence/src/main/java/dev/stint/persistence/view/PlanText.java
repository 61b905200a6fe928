package dev.stint.persistence.view;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlanEvent;

/** Says what happened on the way through a plan. Pure and exhaustive. */
final class PlanText {
  private PlanText() {}

  static String subject(PlanEvent event) {
    return switch (event) {
      case PlanEvent.SignalReceived _ -> "";
      case PlanEvent.SignalTaken e -> e.unit().toString();
      case PlanEvent.LoopPlanned e -> e.step();
      case PlanEvent.LoopJudged e -> e.step();
      case PlanEvent.RedoPlanned e -> e.step();
      case PlanEvent.PlanFrozen _ -> "";
      case PlanEvent.ChildStarted e -> e.unit().toString();
      case PlanEvent.ChildEnded e -> e.unit().toString();
    };
  }

  static String of(PlanEvent event) {
    return switch (event) {
      case PlanEvent.SignalReceived e -> "signal " + e.name() + " received";
      case PlanEvent.SignalTaken e -> "goes on with signal " + e.signal();
      case PlanEvent.LoopPlanned e -> "iteration " + e.iteration();
      case PlanEvent.LoopJudged e ->
          "iteration " + e.iteration() + (e.done() ? " is enough" : " is not enough");
      case PlanEvent.RedoPlanned e -> "is not good enough, round " + e.round() + " begins";
      case PlanEvent.PlanFrozen e -> "plan fixed: " + e.steps().size() + " step(s)";
      case PlanEvent.ChildStarted e ->
          "runs "
              + e.job().name()
              + " "
              + e.job().version()
              + " as "
              + e.run()
              + ", reserved "
              + e.reserved()
              + " tokens";
      case PlanEvent.ChildEnded e ->
          e.run()
              + " ended "
              + e.status().text()
              + e.failure().map(Failure::message).map(why -> ": " + why).orElse("");
    };
  }
}
