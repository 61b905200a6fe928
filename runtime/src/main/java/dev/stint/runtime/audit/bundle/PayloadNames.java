package dev.stint.runtime.audit.bundle;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.RunEvent;
import java.util.ArrayList;
import java.util.List;

/** The commitments that an event names. Pure. */
public final class PayloadNames {
  private PayloadNames() {}

  /** In the order of the event's fields. */
  public static List<String> of(DomainEvent event) {
    return switch (event) {
      case RunEvent.Submitted e -> List.of(e.inputs());
      case RunEvent.AttemptStarted e -> List.of(e.args());
      case RunEvent.AttemptSucceeded e -> {
        List<String> names = new ArrayList<>(List.of(e.output()));
        for (Artifact artifact : e.artifacts()) names.add(artifact.payload());
        yield names;
      }
      case RunEvent.DoubtResolved e -> e.output().isEmpty() ? List.of() : List.of(e.output());
      case RunEvent.ApprovalRequested e -> List.of(e.content(), e.args());
      case JobEvent.Published e -> List.of(e.bundle());
      case RunEvent.Lifecycle _,
          RunEvent.Step _,
          RunEvent.Approval _,
          RunEvent.Custody _,
          AuditEvent _ ->
          List.of();
    };
  }
}
