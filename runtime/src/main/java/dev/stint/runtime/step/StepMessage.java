package dev.stint.runtime.step;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Payload;
import dev.stint.runtime.decision.StepCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The protocol of a step actor. */
public sealed interface StepMessage
    permits StepMessage.Interrupt,
        StepMessage.FromWorker,
        StepMessage.TimedOut,
        StepMessage.InterruptTimedOut,
        StepReply {
  /** Fence the permit, interrupt the call, report when it has ended. */
  record Interrupt() implements StepMessage {}

  /**
   * What an incarnation's worker thread brings back.
   *
   * @param incarnation who asked for it; results of an earlier incarnation are dropped
   */
  record FromWorker(Object incarnation, Result result) implements StepMessage {}

  /** The end of a blocking call. */
  sealed interface Result {}

  /**
   * @param ahead the attempt itself and what follows, where it only computes
   */
  record Prepared(Preparation preparation, Optional<Ahead> ahead) implements Result {}

  record PreparationFailed(Failure failure) implements Result {}

  /**
   * @param ahead what is likely to follow
   */
  record Performed(StepCommand.ReportSuccess report, List<Payload> payloads, Optional<Ahead> ahead)
      implements Result {}

  /**
   * @param tokens billed; absent when nobody knows
   * @param retryAfter what the other side asks to be given
   */
  record Broke(Failure failure, Optional<Long> tokens, Optional<Duration> retryAfter)
      implements Result {}

  /** The attempt's own time is over. */
  record TimedOut() implements StepMessage {}

  /** An interrupted call has not ended in time. */
  record InterruptTimedOut() implements StepMessage {}
}
