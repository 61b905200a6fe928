package dev.stint.runtime.replay;

/**
 * The first place where a history is not what the rules decide from it.
 *
 * @param seq of the event that should not be as it is, 1-based; one after the last when an event is
 *     missing there
 * @param what the event, and the field where a single one differs
 * @param expected what the rules decide, in words
 * @param found what stands in the record, in words
 */
public record Divergence(long seq, String what, String expected, String found) {
  /** All of it in one line. */
  public String sentence() {
    return "event " + seq + ", " + what + ": expected " + expected + ", found " + found;
  }
}
