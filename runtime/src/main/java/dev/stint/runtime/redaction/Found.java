package dev.stint.runtime.redaction;

/**
 * Something to redact.
 *
 * @param from 0-based, in the folded text
 * @param to exclusive
 * @param identity equal for all spellings of one thing, so that they get one mark
 */
record Found(RedactionKind kind, int from, int to, String identity) {}
