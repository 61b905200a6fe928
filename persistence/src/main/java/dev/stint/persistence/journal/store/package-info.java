/**
 * The port every durable store implements: bytes in, bytes out, no event types, and the failures a
 * journal can have.
 */
package dev.stint.persistence.journal.store;
