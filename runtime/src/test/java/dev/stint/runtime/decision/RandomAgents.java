package dev.stint.runtime.decision;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Agents with tools of every kind, and models that wish at random. */
public final class RandomAgents {
  private RandomAgents() {}

  /**
   * @param below a random number from 0 to below its argument
   */
  public static PlannedStep step(
      String id, List<String> after, IntUnaryOperator below, Optional<Gate> gate) {
    var ladder = new AgentPlan.Ladder(2, 3, 5, 7);
    var none = new AgentPlan.Ladder(100, 200, 300, 400);
    long tokens = below.applyAsInt(3) == 0 ? 150 : 0;
    long deadline = below.applyAsInt(4) == 0 ? 20_000 : 0;
    var envelope =
        new AgentPlan(
            List.of(
                tool("test.read", Effect.READ, true, false, Optional.empty()),
                tool("test.note", Effect.WRITE, true, false, Optional.empty()),
                tool("test.risk", Effect.WRITE, false, true, Optional.empty()),
                tool("test.send", Effect.WRITE, true, false, gate),
                RandomBlocks.asTool("job.child")),
            1 + below.applyAsInt(3),
            20,
            30,
            new AgentPlan.Stop(
                2 + below.applyAsInt(6), tokens, deadline, 1, below.applyAsInt(2) == 0),
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
            new Retry(
                3,
                1000,
                2,
                60_000,
                below.applyAsInt(3) == 0 ? OnExhausted.CONTINUE : OnExhausted.FAIL),
            60_000,
            Optional.empty())
        .by(envelope);
  }

  private static AgentPlan.Tool tool(
      String name, Effect effect, boolean idempotent, boolean queryable, Optional<Gate> gate) {
    Retry retry = new Retry(3, 1000, 2, 60_000, OnExhausted.CONTINUE);
    return new AgentPlan.Tool(
        name,
        effect,
        idempotent,
        queryable,
        retry,
        60_000,
        gate,
        Optional.empty(),
        Optional.empty());
  }

  /** What the model makes of a turn: calls mostly, of tools that it must not have now and then. */
  public static Optional<StepCommand.Reply> reply(PlannedStep planned, IntUnaryOperator below) {
    if (planned.kind() != StepKind.TURN) return Optional.empty();
    if (below.applyAsInt(5) == 0) {
      Leads leads = below.applyAsInt(3) == 0 ? Leads.REPAIR : Leads.ANSWER;
      return Optional.of(new StepCommand.Reply(leads, List.of()));
    }
    List<Asked> calls = new ArrayList<>();
    int count = 1 + below.applyAsInt(4);
    for (int i = 0; i < count; i++) {
      String tool =
          below.applyAsInt(20) == 0
              ? List.of("test.unknown", "test.forbidden").get(below.applyAsInt(2))
              : List.of("test.read", "test.note", "test.risk", "test.send", "job.child")
                  .get(below.applyAsInt(5));
      Effect effect = tool.equals("test.forbidden") ? Effect.WRITE : Effect.NONE;
      calls.add(new Asked(tool, tool + below.applyAsInt(6), effect, Optional.empty()));
    }
    return Optional.of(new StepCommand.Reply(Leads.CALLS, calls));
  }
}
