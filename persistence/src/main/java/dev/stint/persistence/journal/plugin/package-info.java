/** Pekko's view of the journal: the plugins {@code stint.journal} and its companions. */
package dev.stint.persistence.journal.plugin;
