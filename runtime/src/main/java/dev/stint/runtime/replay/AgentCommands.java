package dev.stint.runtime.replay;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.AgentProgress;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can have led to a fact about an agent. Pure. */
final class AgentCommands {
  private AgentCommands() {}

  static List<RunCommand> of(RunState state, AgentEvent event) {
    return switch (event) {
      case AgentEvent.CallDenied e -> List.of(PermitRequests.denied(e.unit(), e.verdict()));
      case AgentEvent.Closed e when e.reason() == AgentEvent.Reason.TOKENS ->
          tooMuch(state, e.step());
      case AgentEvent.Closed _ -> List.of(new RunCommand.Tick());
      // These only ever follow from others.
      case AgentEvent.TurnPlanned _, AgentEvent.TurnEnded _, AgentEvent.Watched _ -> List.of();
    };
  }

  /** A turn or call that asked for one token more than the agent has left. */
  private static List<RunCommand> tooMuch(RunState state, String step) {
    AgentState agent = state.agents().get(step);
    long limit = AgentProgress.envelope(state, agent).stop().tokens();
    long needed = Math.max(0, limit - agent.tokens()) + 1;
    List<RunCommand> asked = new ArrayList<>();
    for (var grown : AgentProgress.of(state, agent)) {
      boolean ready = grown.units().getFirst() instanceof UnitState.Ready;
      if (ready) asked.add(PermitRequests.needing(state, UnitId.of(grown.id()), needed));
    }
    return asked;
  }

  /** What a turn's report said, from the event behind its success. */
  static Optional<StepCommand.Reply> reply(List<Recorded> history, int at) {
    if (at + 1 >= history.size()) return Optional.empty();
    DomainEvent next = history.get(at + 1).event();
    return next instanceof AgentEvent.TurnEnded ended
        ? Optional.of(new StepCommand.Reply(ended.leads(), ended.calls()))
        : Optional.empty();
  }
}
