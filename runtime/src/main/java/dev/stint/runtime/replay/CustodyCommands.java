package dev.stint.runtime.replay;

import dev.stint.persistence.event.CustodyEvent;
import dev.stint.runtime.decision.CustodyCommand;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;

/** Which commands can have led to a hold or an erasure. Pure. */
final class CustodyCommands {
  private CustodyCommands() {}

  static List<RunCommand> of(CustodyEvent event) {
    return List.of(
        switch (event) {
          case CustodyEvent.Held e -> new CustodyCommand.Hold(e.reason());
          case CustodyEvent.HoldReleased e -> new CustodyCommand.ReleaseHold(e.reason());
          case CustodyEvent.ErasureRequested e ->
              new CustodyCommand.RequestErasure(e.basis(), e.reason());
          case CustodyEvent.PayloadsErased e ->
              e.keptMs().isPresent()
                  ? new CustodyCommand.Expire(e.keptMs().get(), e.payloads())
                  : new CustodyCommand.ApproveErasure(e.payloads());
          case CustodyEvent.ArtifactsErased e -> new CustodyCommand.ExpireArtifacts(e.keptMs());
        });
  }
}
