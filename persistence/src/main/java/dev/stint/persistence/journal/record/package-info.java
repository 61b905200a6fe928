/** The format of a record, how records are chained, and how a chain is judged when it is read. */
package dev.stint.persistence.journal.record;
