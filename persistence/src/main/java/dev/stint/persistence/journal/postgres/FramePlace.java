package dev.stint.persistence.journal.postgres;

/**
 * Where a record stands.
 *
 * @param frame the first commit number of its frame
 * @param at its first byte, counted from that of the frame
 */
record FramePlace(long frame, int at, int length) {
  int end() {
    return at + length;
  }
}
