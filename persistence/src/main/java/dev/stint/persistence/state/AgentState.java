package dev.stint.persistence.state;

import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.AgentEvent.Reason;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent is. Bounded: of finished turns only figures remain, and the commitments of what
 * was said since the last summary. Immutable.
 *
 * @param since when its first turn was planned
 * @param turn the newest turn, from 1
 * @param summarising that turn summarises
 * @param ended where the newest turn's reply leads; absent while there is none
 * @param asked the newest turn's calls
 * @param summaries turns that summarised
 * @param calls made so far, all turns together
 * @param repairs answers in a row that missed the schema
 * @param tokens settled, of all its turns and calls
 * @param context tokens that the newest turn's prompt was counted at
 * @param reply payload of the newest reply
 * @param summary payload of the newest summary
 * @param transcript what was said since
 * @param closed why no further turn or call starts
 * @param over its step has an outcome
 * @param label of everything that its model has seen or said; absent without labels
 */
public record AgentState(
    String step,
    Instant since,
    int turn,
    boolean summarising,
    Optional<Leads> ended,
    List<Asked> asked,
    int summaries,
    long calls,
    int repairs,
    long tokens,
    long context,
    Optional<String> reply,
    Optional<String> summary,
    List<Exchange> transcript,
    Denials denials,
    AgentWatch watch,
    Optional<Reason> closed,
    boolean over,
    Optional<Label> label) {
  public AgentState {
    if (label == null) label = Optional.empty(); // snapshots from before there were labels
    asked = List.copyOf(asked);
    transcript = List.copyOf(transcript);
  }

  /**
   * One turn and what came of its calls.
   *
   * @param reply payload of what the model said
   * @param answers to its calls, in its order
   */
  public record Exchange(int turn, String reply, List<Answer> answers) {
    public Exchange {
      answers = List.copyOf(answers);
    }
  }

  /** What the model learns of a call: the payload of its output, or a constant code. */
  public record Answer(Optional<String> output, Optional<String> code) {
    static Answer output(String payload) {
      return new Answer(Optional.of(payload), Optional.empty());
    }

    static Answer code(String code) {
      return new Answer(Optional.empty(), Optional.of(code));
    }
  }

  /**
   * Calls that policy refused (IF-13).
   *
   * @param last what was refused last
   */
  public record Denials(int writes, int reads, Optional<Denied> last) {
    static final Denials NONE = new Denials(0, 0, Optional.empty());

    Denials and(Denied denied, boolean write) {
      return new Denials(
          write ? writes + 1 : writes, write ? reads : reads + 1, Optional.of(denied));
    }

    /** Whether these are as many as halt a run. */
    public boolean halting() {
      return writes >= AgentPlan.WRITE_DENIALS || reads >= AgentPlan.READ_DENIALS;
    }
  }

  /**
   * @param turn the unit of the turn that asked for it
   */
  public record Denied(UnitId turn, String tool, Verdict verdict) {}

  static AgentState begun(String step, Instant at) {
    return new AgentState(
        step,
        at,
        0,
        false,
        Optional.empty(),
        List.of(),
        0,
        0,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Denials.NONE,
        AgentWatch.FRESH,
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** Turns in which the model was asked to get on, rather than to summarise. */
  public int working() {
    return turn - summaries - (summarising ? 1 : 0);
  }

  public String turnId() {
    return AgentPlan.turnId(step, turn);
  }

  /** The newest turn and its calls, as steps of the plan; none once the agent is over. */
  public List<PlannedStep> grown(PlannedStep agent) {
    if (turn == 0 || over) return List.of();
    AgentPlan envelope = agent.agent().orElseThrow();
    List<PlannedStep> steps = new ArrayList<>(asked.size() + 1);
    steps.add(AgentPlan.turn(agent, turn));
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).denied().isPresent()) continue;
      var tool = envelope.tool(asked.get(i).tool());
      if (tool.isPresent()) steps.add(AgentPlan.call(agent, turn, i + 1, tool.get()));
    }
    return steps;
  }
}
