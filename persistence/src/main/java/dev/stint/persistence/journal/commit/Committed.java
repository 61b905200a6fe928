package dev.stint.persistence.journal.commit;

/** Commit numbers of a durable request, one a record and without a gap. */
public record Committed(long firstOffset, long lastOffset) {}
