package dev.stint.runtime.decision;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a run may be asked. Ids, leases and hashes are chosen by the asker, so that deciding
 * stays deterministic.
 */
public sealed interface RunCommand
    permits RunCommand.Control, StepCommand, DoubtCommand, ApprovalCommand, CustodyCommand {

  /** What people and the queue ask. */
  sealed interface Control extends RunCommand {}

  /**
   * @param startNow a slot is free, so that the run need not queue
   * @param takenOver outcomes of another run that this one starts with
   */
  record Submit(Submitted submission, boolean startNow, List<StepEvent> takenOver)
      implements Control {
    public Submit {
      takenOver = List.copyOf(takenOver);
    }

    /** A run that starts with nothing. */
    public Submit(Submitted submission, boolean startNow) {
      this(submission, startNow, List.of());
    }
  }

  record Start() implements Control {}

  record Pause(String reason) implements Control {}

  record Resume() implements Control {}

  record Cancel(String reason) implements Control {}

  record Kill(String reason) implements Control {}

  /**
   * Nothing is in flight any more, after an interruption.
   *
   * @param unconfirmed units whose call did not end in time
   */
  record Quiesced(List<UnitId> interrupted, List<UnitId> unconfirmed) implements Control {}

  /**
   * Word from outside.
   *
   * @param id chosen by the sender, the same when it sends again
   * @param payload of what the step that takes it yields
   * @param hash of name and data
   * @param label of what it says
   */
  record Signal(String id, String name, String payload, String hash, Optional<Label> label)
      implements Control {}

  /** Time passed. */
  record Tick() implements Control {}

  /** The run was read back; whatever was in flight died with its node. */
  record Recovered() implements Control {}

  /**
   * A child run has ended, or cannot be had.
   *
   * @param spent tokens that it used, by stage
   * @param output payload of what the unit yields; empty when there is nothing
   * @param failure why it cannot be had; else its status says it
   * @param label of what the child made; absent where nobody labelled it
   */
  record ReportChild(
      UnitId unit,
      RunId run,
      RunStatus status,
      Map<Stage, Long> spent,
      String output,
      Optional<Failure> failure,
      Optional<Label> label)
      implements Control {

    public ReportChild {
      spent = Map.copyOf(spent);
    }
  }
}
