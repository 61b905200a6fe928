package dev.stint.persistence.state;

import dev.stint.config.json.Sha256;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.AgentState.Answer;
import dev.stint.persistence.state.AgentState.Denied;
import dev.stint.persistence.state.AgentState.Exchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Folds facts about agents. Pure. */
final class AgentFold {
  /** Of a hash; enough to tell the latest calls of one agent apart. */
  private static final int SHORT = 16;

  private static final Answer NOT_MADE = Answer.code("not_called");

  private AgentFold() {}

  static RunState apply(RunState state, AgentEvent event, Instant at) {
    return switch (event) {
      case AgentEvent.TurnPlanned e -> planned(state, e, at);
      case AgentEvent.TurnEnded e -> ended(state, e);
      case AgentEvent.CallDenied e -> denied(state, e);
      case AgentEvent.Watched e -> {
        AgentState agent = state.agents().get(e.step());
        var next = new AgentChange(agent).watch(agent.watch().took(e.measure()));
        yield new Change(state).agent(next.build()).build();
      }
      case AgentEvent.Closed e -> {
        var next = new AgentChange(state.agents().get(e.step())).closed(e.reason());
        yield new Change(state).agent(next.build()).build();
      }
    };
  }

  /** The turn before becomes part of the conversation, and its steps leave the plan. */
  private static RunState planned(RunState state, AgentEvent.TurnPlanned e, Instant at) {
    AgentState agent =
        Optional.ofNullable(state.agents().get(e.step()))
            .orElseGet(() -> AgentState.begun(e.step(), at));
    var next = new AgentChange(agent).turn(e.turn(), e.summary());
    if (agent.summarising()) {
      next.summarised(agent.reply());
    } else if (agent.turn() > 0) {
      next.said(exchange(state, agent));
    }
    next.watch(agent.watch().turned(!agent.asked().isEmpty()));
    var change = without(new Change(state), state, agent);
    StepState turn = StepState.initial(AgentPlan.turnId(e.step(), e.turn()), false, false);
    var ready = new UnitState.Ready(UnitState.Tries.NONE, e.notBefore(), Optional.empty(), true);
    return change
        .agent(next.build())
        .step(e.notBefore().isPresent() ? turn.with(turn.unitId(0), ready) : turn)
        .build();
  }

  private static Exchange exchange(RunState state, AgentState agent) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < agent.asked().size(); i++) {
      Asked asked = agent.asked().get(i);
      StepState call = state.steps().get(agent.turnId() + "." + (i + 1));
      answers.add(
          asked.denied().map(Answer::code).orElseGet(() -> call == null ? NOT_MADE : answer(call)));
    }
    return new Exchange(agent.turn(), agent.reply().orElse(""), answers);
  }

  private static Answer answer(StepState call) {
    UnitState unit = call.units().getFirst();
    if (unit instanceof UnitState.Succeeded done) return Answer.output(done.output());
    if (unit instanceof UnitState.Failed failed) return Answer.code(failed.failure().code());
    return call.failure().map(f -> Answer.code(f.code())).orElse(NOT_MADE);
  }

  private static Change without(Change change, RunState state, AgentState agent) {
    for (String id : state.steps().keySet()) {
      if (AgentPlan.grown(id) && AgentPlan.root(id).equals(agent.step())) change.withoutStep(id);
    }
    return change;
  }

  private static RunState ended(RunState state, AgentEvent.TurnEnded e) {
    AgentState agent = state.agents().get(e.step());
    var next = new AgentChange(agent).ended(e.leads(), e.calls());
    var change = new Change(state);
    AgentState.Denials denials = agent.denials();
    for (int i = 0; i < e.calls().size(); i++) {
      Asked call = e.calls().get(i);
      if (call.denied().isEmpty()) {
        change.step(StepState.initial(agent.turnId() + "." + (i + 1), false, false));
      } else {
        var verdict =
            Verdict.deny("tools.allow", call.denied().get(), state.submitted().policyHash());
        denials =
            denials.and(
                new Denied(UnitId.of(agent.turnId()), call.tool(), verdict),
                call.effect() == Effect.WRITE);
      }
    }
    if (!e.calls().isEmpty()) next.watch(agent.watch().asked(e.calls()));
    return change.agent(next.denials(denials).build()).build();
  }

  private static RunState denied(RunState state, AgentEvent.CallDenied e) {
    AgentState agent = state.agents().get(e.step());
    PlannedStep planned = state.plan().step(e.unit().step());
    var failed =
        new UnitState.Failed(
            state.unit(e.unit()).tries(),
            Failure.terminal(e.verdict().code(), "policy denied the call"));
    var denial = new Denied(UnitId.of(agent.turnId()), planned.uses(), e.verdict());
    var next =
        new AgentChange(agent)
            .denials(agent.denials().and(denial, planned.effect() == Effect.WRITE));
    return new Change(state)
        .agent(next.build())
        .step(state.steps().get(e.unit().step()).with(e.unit(), failed))
        .build();
  }

  /**
   * What an event about a step means for the agent whose step it is, or whose turn or call.
   *
   * @param before the state before that event
   * @param state the state after it
   */
  static RunState follow(RunState before, RunState state, StepEvent event) {
    if (before.agents().isEmpty()) return state;
    AgentState agent = before.agents().get(AgentPlan.root(event.step()));
    if (agent == null) return state;
    if (!AgentPlan.grown(event.step())) return over(state, agent, event);
    var next = new AgentChange(agent);
    boolean turn = before.plan().step(event.step()).kind() == StepKind.TURN;
    switch (event) {
      case StepEvent.AttemptStarted e when turn ->
          next.context(Math.max(0, e.reserved() - envelope(before, agent).maxTokens()));
      case StepEvent.AttemptSucceeded e when turn ->
          next.reply(e.output()).billed(e.tokens()).saw(e.label());
      case StepEvent.AttemptSucceeded e -> {
        next.billed(e.tokens()).saw(e.label());
        observe(next, agent, event.step(), e.pins().getOrDefault("output_hash", e.output()));
      }
      case StepEvent.AttemptFailed e -> {
        next.billed(e.tokens());
        if (!turn && e.retryAt().isEmpty()) {
          observe(next, agent, event.step(), e.failure().code());
        }
      }
      case StepEvent.AttemptLost e -> next.billed(e.tokens());
      case StepEvent.AttemptInDoubt e -> next.billed(e.tokens());
      default -> {}
    }
    return state.withAgent(next.build());
  }

  /** What the end of a child run means for the agent that asked for it. */
  static RunState follow(RunState before, RunState state, PlanEvent event) {
    if (!(event instanceof PlanEvent.ChildEnded e) || !AgentPlan.grown(e.unit().step())) {
      return state;
    }
    AgentState agent = before.agents().get(AgentPlan.root(e.unit().step()));
    if (agent == null) return state;
    long spent = e.spent().values().stream().mapToLong(Long::longValue).sum();
    var next = new AgentChange(agent).billed(spent).saw(e.label());
    observe(next, agent, e.unit().step(), e.failure().map(Failure::code).orElse(e.output()));
    return state.withAgent(next.build());
  }

  /** An agent that is over leaves figures. */
  private static RunState over(RunState state, AgentState agent, StepEvent event) {
    boolean over = event instanceof StepEvent.AttemptSucceeded || event instanceof StepEvent.Failed;
    if (!over) return state;
    var change = without(new Change(state), state, agent);
    return change.agent(new AgentChange(agent).over().build()).build(state.seq());
  }

  private static void observe(AgentChange next, AgentState agent, String step, String outcome) {
    int number = AgentPlan.callNumber(step);
    if (number < 1 || number > agent.asked().size()) return;
    String both = Sha256.hex(agent.asked().get(number - 1).hash() + outcome).substring(0, SHORT);
    next.observed(both);
  }

  private static AgentPlan envelope(RunState state, AgentState agent) {
    return state.plan().step(agent.step()).agent().orElseThrow();
  }

  /** Streaks of the past say nothing once an operator has looked. */
  static RunState resumed(RunState state) {
    RunState next = state;
    for (AgentState agent : state.agents().values()) {
      next = next.withAgent(new AgentChange(agent).watch(AgentWatch.FRESH).build());
    }
    return next;
  }
}
