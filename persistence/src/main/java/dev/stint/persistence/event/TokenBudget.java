package dev.stint.persistence.event;

/**
 * The tokens a run may use (E1-E3).
 *
 * @param soft alert when spending reaches it
 * @param hard never exceeded, counting what is in flight
 * @param tail part of {@code hard} kept back for the partial result
 * @param partial end with a partial result when exhausted; otherwise fail
 * @param maxMs longest the run may take; 0 for no limit
 * @param countWaiting whether time spent waiting for approvals counts
 */
public record TokenBudget(
    long soft, long hard, long tail, boolean partial, long maxMs, boolean countWaiting) {}
