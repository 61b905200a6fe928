/**
 * What a log signs, in the formats of C2SP: notes, checkpoints, verifier keys; and which of a log's
 * keys held when. No Pekko, no files.
 */
package dev.stint.persistence.audit.note;
