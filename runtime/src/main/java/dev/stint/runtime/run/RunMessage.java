package dev.stint.runtime.run;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.UnitId;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.Ahead;
import dev.stint.runtime.step.StepReply;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** The protocol of a run entity. */
public sealed interface RunMessage {
  /**
   * A command from a person, the queue or the clock.
   *
   * @param payloads values that the command's events name
   */
  record Ask(RunCommand command, String by, List<Payload> payloads, ActorRef<RunReply> replyTo)
      implements RunMessage, Sheddable {
    @Override
    public void refuse() {
      replyTo.tell(new RunReply.Busy());
    }
  }

  /** Makes sure that the run is awake and doing what it should. */
  record Wake() implements RunMessage {}

  /**
   * A step actor reports; its unit is answered, when there is something to say.
   *
   * @param ahead what is likely to follow
   */
  record Report(
      StepCommand command,
      UnitId unit,
      List<Payload> payloads,
      Optional<Ahead> ahead,
      ActorRef<StepReply> replyTo)
      implements RunMessage {}

  /** A step's expressions were evaluated. */
  record Evaluated(StepCommand command, String step) implements RunMessage {}

  /**
   * Asking about a unit in doubt came to an end.
   *
   * @param command what follows; nothing when the question was broken off
   */
  record Doubted(UnitId unit, Optional<DoubtCommand> command, List<Payload> payloads)
      implements RunMessage {}

  /**
   * A child run has ended.
   *
   * @param payloads values that the report names
   */
  record ChildOver(RunCommand.ReportChild report, List<Payload> payloads) implements RunMessage {}

  /** A step actor gave up waiting for its interrupted call to end. */
  record Unconfirmed(UnitId unit) implements RunMessage {}

  /** The last step actor of a stopping run is gone. */
  record Quiet() implements RunMessage {}

  /** The run has only waited for a while. */
  record Rest() implements RunMessage {}

  /** The shard's stop message: nothing in memory is needed any more. */
  record Passivate() implements RunMessage {}
}
