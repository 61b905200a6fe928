package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.AgentEvent.Measure;
import dev.stint.persistence.event.AgentEvent.Reason;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.AgentProgress;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an agent's plan grows inside its envelope, and when it ends (C3, E4, IF-13). Pure. A reply
 * may wish; only what the envelope lists becomes a step.
 */
final class AgentDecisions {
  static final String NOT_ALLOWED = "tool_not_allowed";

  private AgentDecisions() {}

  /** What follows for the run's agents at once; empty when nothing does. */
  static List<RunEvent> follow(RunState state, Instant now) {
    for (PlannedStep planned : state.plan().steps()) {
      if (planned.kind() != StepKind.AGENT) continue;
      if (RunProgress.mayBegin(state, planned)) {
        return List.of(new AgentEvent.TurnPlanned(planned.id(), 1, false, Optional.empty()));
      }
      AgentState agent = state.agents().get(planned.id());
      if (agent == null || agent.over()) continue;
      List<RunEvent> next = next(state, planned.agent().orElseThrow(), agent, now);
      if (!next.isEmpty()) return next;
    }
    return List.of();
  }

  private static List<RunEvent> next(
      RunState state, AgentPlan envelope, AgentState agent, Instant now) {
    if (agent.denials().halting()) return List.of(violation(agent));
    if (agent.closed().isPresent()) return closing(state, envelope, agent);
    AgentPlan.Stop stop = envelope.stop();
    boolean lastTurn = agent.working() >= stop.turns();
    Optional<Leads> ended = agent.ended();
    if (lastTurn && ended.filter(Leads.CALLS::equals).isPresent()) {
      return close(agent, Reason.TURNS); // nobody would read what the calls bring
    }
    if (!AgentProgress.settled(state, agent)) return List.of();
    if (ended.get() == Leads.ANSWER) return close(agent, Reason.DONE);
    if (ended.get() == Leads.REPAIR && agent.repairs() > stop.repairs()) {
      return close(agent, Reason.ANSWER_INVALID);
    }
    if (lastTurn) return close(agent, Reason.TURNS);
    if (stop.tokens() > 0 && agent.tokens() >= stop.tokens()) return close(agent, Reason.TOKENS);
    if (AgentProgress.deadline(state, agent).filter(at -> !at.isAfter(now)).isPresent()) {
      return close(agent, Reason.DEADLINE);
    }
    return watched(envelope, agent, now);
  }

  private static List<RunEvent> watched(AgentPlan envelope, AgentState agent, Instant now) {
    Optional<Watchdog.Finding> finding = Watchdog.of(agent, envelope.watch());
    Optional<Watchdog.Finding> worse =
        finding.filter(f ->
            agent.watch().taken().filter(taken -> taken.compareTo(f.measure()) >= 0).isEmpty());
    if (worse.isPresent()) return measure(agent, worse.get());
    boolean slow = finding.filter(f -> f.measure() != Measure.WARN).isPresent();
    boolean summary =
        agent.context() >= envelope.compactAt()
            && !agent.summarising()
            && !agent.transcript().isEmpty();
    return List.of(
        new AgentEvent.TurnPlanned(
            agent.step(),
            agent.turn() + 1,
            summary,
            slow ? Optional.of(now.plusMillis(envelope.watch().throttleMs())) : Optional.empty()));
  }

  private static List<RunEvent> measure(AgentState agent, Watchdog.Finding finding) {
    var watched =
        new AgentEvent.Watched(
            agent.step(), finding.measure(), finding.signal(), finding.value(), finding.limit());
    return switch (finding.measure()) {
      case WARN, THROTTLE -> List.of(watched);
      case PARK ->
          List.of(
              watched,
              new RunEvent.Paused(
                  "the watchdog parked agent "
                      + agent.step()
                      + ": "
                      + words(finding.signal())
                      + " "
                      + finding.value()
                      + " of "
                      + finding.limit()));
      case KILL -> List.of(watched, new AgentEvent.Closed(agent.step(), Reason.NO_PROGRESS));
    };
  }

  private static List<RunEvent> close(AgentState agent, Reason reason) {
    return List.of(new AgentEvent.Closed(agent.step(), reason));
  }

  private static List<RunEvent> closing(RunState state, AgentPlan envelope, AgentState agent) {
    List<RunEvent> events = new ArrayList<>();
    for (ApprovalState approval : state.approvals().values()) {
      boolean own = AgentPlan.root(approval.request().unit().step()).equals(agent.step());
      if (own && approval.pending()) {
        events.add(new ApprovalEvent.Voided(approval.request().approval(), "the agent has ended"));
      }
    }
    Reason reason = agent.closed().orElseThrow();
    boolean fails =
        switch (reason) {
          case DONE -> false;
          case ANSWER_INVALID -> true;
          case TURNS, TOKENS, DEADLINE, NO_PROGRESS -> !envelope.stop().partial();
        };
    if (events.isEmpty() && fails && AgentProgress.ended(state, agent.step())) {
      events.add(ProgressDecisions.stepFailed(state, agent.step(), failure(agent, reason)));
    }
    return events;
  }

  private static Failure failure(AgentState agent, Reason reason) {
    String why =
        switch (reason) {
          case DONE -> "it has an answer";
          case TURNS -> "its turns are used up";
          case TOKENS -> "its tokens are used up";
          case DEADLINE -> "its time is over";
          case NO_PROGRESS -> "it goes in circles";
          case ANSWER_INVALID -> "its answer does not fit the schema, after repairs";
        };
    return Failure.terminal(
        "agent_" + reason.name().toLowerCase(Locale.ROOT),
        "the agent ends after " + agent.turn() + " turn(s): " + why);
  }

  private static RunEvent violation(AgentState agent) {
    AgentState.Denied denied = agent.denials().last().orElseThrow();
    return new RunEvent.PolicyViolated(
        denied.turn(),
        denied.tool(),
        denied.verdict(),
        "agent "
            + agent.step()
            + " asked for "
            + denied.tool()
            + ": "
            + denied.verdict().code()
            + " ("
            + denied.verdict().rule()
            + ")");
  }

  /** What a turn's report adds to its success; the envelope decides, not the report. */
  static AgentEvent.TurnEnded ended(RunState state, String turn, StepCommand.Reply reply) {
    AgentState agent = state.agents().get(AgentPlan.root(turn));
    AgentPlan envelope = AgentProgress.envelope(state, agent);
    if (agent.summarising()) {
      return new AgentEvent.TurnEnded(agent.step(), agent.turn(), Leads.SUMMARY, List.of());
    }
    List<Asked> calls = new ArrayList<>();
    for (Asked asked : reply.calls()) {
      if (calls.size() == AgentPlan.MOST_CALLS) break;
      Optional<AgentPlan.Tool> tool = envelope.tool(asked.tool());
      calls.add(
          new Asked(
              asked.tool(),
              asked.hash(),
              tool.map(AgentPlan.Tool::effect).orElse(asked.effect()),
              tool.isPresent() ? Optional.empty() : Optional.of(NOT_ALLOWED)));
    }
    Leads leads = calls.isEmpty() ? answer(reply.leads()) : Leads.CALLS;
    return new AgentEvent.TurnEnded(agent.step(), agent.turn(), leads, calls);
  }

  private static Leads answer(Leads said) {
    return said == Leads.REPAIR ? Leads.REPAIR : Leads.ANSWER;
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
