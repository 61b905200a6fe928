package dev.stint.persistence.event;

import java.util.ArrayList;
import java.util.List;

/**
 * The commitments that an event names: what must be stored beside it unless it was erased. Pure.
 */
public final class NamedPayloads {
  private NamedPayloads() {}

  /** In the order of the event's fields. */
  public static List<String> of(DomainEvent event) {
    List<String> named =
        switch (event) {
          case RunEvent.Submitted e -> List.of(e.inputs());
          case StepEvent.Reused e -> List.of(e.output());
          case StepEvent.AttemptStarted e -> List.of(e.args());
          case StepEvent.AttemptSucceeded e -> succeeded(e);
          case StepEvent.DoubtResolved e -> List.of(e.output());
          case ApprovalEvent.Requested e -> List.of(e.content(), e.args());
          case PlanEvent.SignalReceived e -> List.of(e.payload());
          case PlanEvent.ChildStarted e -> List.of(e.args());
          case PlanEvent.ChildEnded e -> List.of(e.output());
          case JobEvent.Published e -> List.of(e.bundle());
          case MemoryEvent.Remembered e -> List.of(e.content());
          case RunEvent.Lifecycle _,
              StepEvent _,
              ApprovalEvent _,
              CustodyEvent _,
              AgentEvent _,
              PlanEvent _,
              AuditEvent _,
              MemoryEvent.Released _,
              MemoryEvent.Forgotten _ ->
              List.of();
        };
    return named.stream().filter(commit -> !commit.isEmpty()).toList();
  }

  private static List<String> succeeded(StepEvent.AttemptSucceeded event) {
    List<String> named = new ArrayList<>(List.of(event.output()));
    for (Artifact artifact : event.artifacts()) named.add(artifact.payload());
    return named;
  }
}
