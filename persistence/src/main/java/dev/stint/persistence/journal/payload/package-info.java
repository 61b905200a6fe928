/**
 * Payloads encrypted at rest: one random data key per persistence id, wrapped by a master key that
 * the store never sees. Destroying the data key erases every copy of the payloads at once (H4).
 */
package dev.stint.persistence.journal.payload;
