package dev.stint.persistence.event;

import dev.stint.config.spec.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Facts about how an agent's plan grows, and why it ends. What its turns and calls do is told by
 * the same events as of any step.
 */
public sealed interface AgentEvent extends RunEvent {
  /** Id of the agent's step. */
  String step();

  /**
   * The model is asked next; whatever the turn before brought is part of the conversation now.
   *
   * @param turn counted from 1, summaries included
   * @param summary the conversation so far is to be summarised, and forgotten then
   * @param notBefore the watchdog slows the agent down
   */
  record TurnPlanned(String step, int turn, boolean summary, Optional<Instant> notBefore)
      implements AgentEvent {}

  /**
   * What the model's reply leads to.
   *
   * @param calls in the model's order; those that are not denied are steps of the plan from here on
   */
  record TurnEnded(String step, int turn, Leads leads, List<Asked> calls) implements AgentEvent {
    public TurnEnded {
      calls = List.copyOf(calls);
    }
  }

  /** Where a reply leads. */
  enum Leads {
    CALLS,
    /** An answer that fits. */
    ANSWER,
    /** An answer that misses its schema. */
    REPAIR,
    SUMMARY
  }

  /**
   * A call that the model asked for.
   *
   * @param tool as the model wrote it, at most 128 characters
   * @param hash of tool and arguments, to notice repetitions
   * @param effect of the tool, as far as this node knows it
   * @param denied code of the denial; absent when the call may ask for its permit
   */
  record Asked(String tool, String hash, Effect effect, Optional<String> denied) {}

  /** A call of the agent was refused its permit by policy; the model learns the code (IF-13). */
  record CallDenied(UnitId unit, Verdict verdict) implements AgentEvent {
    @Override
    public String step() {
      return AgentPlan.root(unit.step());
    }
  }

  /** The watchdog takes a measure (E4). */
  record Watched(String step, Measure measure, Signal signal, long value, long limit)
      implements AgentEvent {}

  /** What the watchdog does, mildest first. */
  enum Measure {
    WARN,
    /** Slows down. */
    THROTTLE,
    /** Waits for an operator. */
    PARK,
    /** Ends the agent. */
    KILL
  }

  /** What the watchdog looks at. */
  enum Signal {
    SAME_CALL,
    UNCHANGED,
    SPEND
  }

  /** No further turn or call starts. */
  record Closed(String step, Reason reason) implements AgentEvent {}

  /** Why an agent ended. */
  enum Reason {
    DONE,
    TURNS,
    TOKENS,
    DEADLINE,
    NO_PROGRESS,
    ANSWER_INVALID
  }
}
