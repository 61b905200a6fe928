/**
 * The log of an embedded store: each batch of commits is one frame at the end of a file, written
 * and flushed once and never moved. Decision 0081 says why.
 */
package dev.stint.persistence.journal.log;
