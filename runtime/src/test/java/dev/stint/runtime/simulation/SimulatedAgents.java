package dev.stint.runtime.simulation;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.persistence.event.StepKind;
import dev.stint.runtime.decision.RunCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Agents with tools of every kind, and models that wish at random. */
final class SimulatedAgents {
  private SimulatedAgents() {}

  static PlannedStep step(String id, List<String> after, Dice dice, Optional<Gate> gate) {
    var ladder = new AgentPlan.Ladder(2, 3, 5, 7);
    var none = new AgentPlan.Ladder(100, 200, 300, 400);
    long tokens = dice.oneIn(3) ? 150 : 0;
    long deadline = dice.oneIn(4) ? 20_000 : 0;
    var envelope =
        new AgentPlan(
            List.of(
                tool("test.read", Effect.READ, true, false, Optional.empty()),
                tool("test.note", Effect.WRITE, true, false, Optional.empty()),
                tool("test.risk", Effect.WRITE, false, true, Optional.empty()),
                tool("test.send", Effect.WRITE, true, false, gate)),
            1 + dice.below(3),
            20,
            30,
            new AgentPlan.Stop(2 + dice.below(6), tokens, deadline, 1, dice.oneIn(2)),
            new AgentPlan.Watch(ladder, ladder, none, 2_000));
    return new PlannedStep(
        id,
        StepKind.AGENT,
        Stage.GENERATE,
        after,
        false,
        false,
        1,
        "test.model",
        Effect.NONE,
        true,
        new Retry(3, 1000, 2, 60_000, dice.oneIn(3) ? OnExhausted.CONTINUE : OnExhausted.FAIL),
        60_000,
        Optional.empty(),
        false,
        Optional.of(envelope));
  }

  private static AgentPlan.Tool tool(
      String name, Effect effect, boolean idempotent, boolean queryable, Optional<Gate> gate) {
    Retry retry = new Retry(3, 1000, 2, 60_000, OnExhausted.CONTINUE);
    return new AgentPlan.Tool(name, effect, idempotent, queryable, retry, 60_000, gate);
  }

  /** What the model makes of a turn: calls mostly, of tools that it must not have now and then. */
  static Optional<RunCommand.Reply> reply(PlannedStep planned, Dice dice) {
    if (planned.kind() != StepKind.TURN) return Optional.empty();
    if (dice.oneIn(5)) {
      Leads leads = dice.oneIn(3) ? Leads.REPAIR : Leads.ANSWER;
      return Optional.of(new RunCommand.Reply(leads, List.of()));
    }
    List<Asked> calls = new ArrayList<>();
    int count = 1 + dice.below(4);
    for (int i = 0; i < count; i++) {
      String tool =
          dice.oneIn(20)
              ? dice.pick(List.of("test.unknown", "test.forbidden"))
              : dice.pick(List.of("test.read", "test.note", "test.risk", "test.send"));
      Effect effect = tool.equals("test.forbidden") ? Effect.WRITE : Effect.NONE;
      calls.add(new Asked(tool, tool + dice.below(6), effect, Optional.empty()));
    }
    return Optional.of(new RunCommand.Reply(Leads.CALLS, calls));
  }
}
