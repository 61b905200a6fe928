package dev.stint.persistence.view;

import dev.stint.persistence.event.Recorded;

/**
 * One run event in the order of the whole journal.
 *
 * @param offset position in that order
 * @param persistenceId whose event
 * @param seq position in that history
 */
public record TailEvent(long offset, String persistenceId, long seq, Recorded recorded) {}
