package dev.stint.runtime.replay;

import dev.stint.persistence.event.RunEvent;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;

/** Which commands can have led to a hold or an erasure. Pure. */
final class CustodyCommands {
  private CustodyCommands() {}

  static List<RunCommand> of(RunEvent.Custody event) {
    return List.of(
        switch (event) {
          case RunEvent.Held e -> new RunCommand.Hold(e.reason());
          case RunEvent.HoldReleased e -> new RunCommand.ReleaseHold(e.reason());
          case RunEvent.ErasureRequested e -> new RunCommand.RequestErasure(e.basis(), e.reason());
          case RunEvent.PayloadsErased e ->
              e.keptMs().isPresent()
                  ? new RunCommand.Expire(e.keptMs().get(), e.payloads())
                  : new RunCommand.ApproveErasure(e.payloads());
        });
  }
}
