package dev.stint.persistence.event;

/** Everything the journal keeps under a stable name. */
public sealed interface DomainEvent permits RunEvent, JobEvent, AuditEvent, MemoryEvent {}
