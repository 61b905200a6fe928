/**
 * Stint's journal: group commit, hash chain and fencing over a small store port. {@link
 * dev.stint.persistence.journal.StintJournal} reads it without actors; the Pekko plugins are in
 * {@code plugin}.
 */
package dev.stint.persistence.journal;
