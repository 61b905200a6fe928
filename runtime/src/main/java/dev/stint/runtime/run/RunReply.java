package dev.stint.runtime.run;

import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Rejection;

/** Every command to a run is answered by one of these. */
public sealed interface RunReply {
  /** The command holds, durably; here is the run after it. */
  record Done(RunState state) implements RunReply {}

  record Rejected(Rejection rejection) implements RunReply {}

  /** The run's mailbox is full or the run is moving; nothing happened, ask again shortly. */
  record Busy() implements RunReply {}

  /**
   * The journal did not take the command's events, or did not say whether it did: look before
   * repeating.
   *
   * @param code stable, of the journal's failure
   */
  record Unsaved(String code, String message) implements RunReply {}
}
