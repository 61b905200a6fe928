package dev.stint.persistence.event;

import java.util.List;

/** What was done with the record itself. */
public sealed interface AuditEvent extends DomainEvent {
  /** The persistence id of the only history of its kind. */
  String PERSISTENCE_ID = "audit|log";

  /**
   * Somebody took a bundle away.
   *
   * @param runs whose records it holds
   * @param size of the log at the bundle's checkpoint
   * @param manifest SHA-256 of the bundle's manifest
   */
  record Exported(List<String> runs, long size, String manifest) implements AuditEvent {
    public Exported {
      runs = List.copyOf(runs);
    }
  }
}
