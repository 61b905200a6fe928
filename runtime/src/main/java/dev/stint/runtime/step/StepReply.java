package dev.stint.runtime.step;

import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.state.RunState;

/** What a run answers to a step actor. */
public sealed interface StepReply extends StepMessage {
  /**
   * The permit is durable.
   *
   * @param state the run with it
   */
  record Granted(AttemptStarted permit, RunState state) implements StepReply {}

  /** The report is durable, or came too late; there is nothing more to do. */
  record Finished() implements StepReply {}

  /**
   * The failure is durable, and the supervisor shall try again.
   *
   * @param state the run with it: what is asked next may depend on how often it failed
   */
  record TryAgain(RunState state) implements StepReply {}
}
