package dev.stint.runtime.retrieval;

/** A paragraph, list item or table row: the smallest piece that a chunk is made of. */
public record TextUnit(String heading, String text, int firstLine, int lastLine) {}
