/**
 * The journal in PostgreSQL, which several nodes may write at once. Decision 0020 says how commits
 * get one order.
 */
package dev.stint.persistence.journal.postgres;
