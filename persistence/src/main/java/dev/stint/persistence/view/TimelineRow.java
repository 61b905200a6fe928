package dev.stint.persistence.view;

import java.time.Instant;

/** One line of a run's story. */
public record TimelineRow(
    long seq, Instant at, String actor, String type, String subject, String text) {}
