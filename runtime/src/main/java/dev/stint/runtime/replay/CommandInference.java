package dev.stint.runtime.replay;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;

/**
 * The inverse of the decisions: which commands can have led to an event. Pure.
 *
 * <p>A command has inputs that its events do not show. What is assumed of them is the least that
 * the event needs:
 *
 * <ul>
 *   <li>that a permit was asked for with a policy verdict of <em>allowed</em>, where an approval, a
 *       wait or an exhausted budget came of it;
 *   <li>that a permit asked for the content its approval names, where it carries one;
 *   <li>that a partial result which did not fit into the tail needed one token too many;
 *   <li>that a tool which could not say what became of a write was reached, unless it is to be
 *       asked again;
 *   <li>that a decider or editor answers to the name the event says, see {@link ApprovalCommands}.
 * </ul>
 *
 * What a step asked for is regenerated from its inputs elsewhere; here it is taken as recorded.
 */
final class CommandInference {
  private CommandInference() {}

  /**
   * Candidates for what was asked at {@code at}, the likeliest first; empty when no command's first
   * event is of that kind, because it only ever follows from others.
   */
  static List<RunCommand> of(RunState state, List<Recorded> history, int at) {
    return switch ((RunEvent) history.get(at).event()) {
      case RunEvent.Lifecycle event -> LifecycleCommands.of(state, event);
      case StepEvent event -> StepCommands.of(state, event, history, at);
      case ApprovalEvent event -> ApprovalCommands.of(state, event, history, at);
      case CustodyEvent event -> CustodyCommands.of(event);
      case AgentEvent event -> AgentCommands.of(state, event);
      case PlanEvent event -> PlanCommands.of(state, event);
    };
  }
}
