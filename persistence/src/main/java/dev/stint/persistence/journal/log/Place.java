package dev.stint.persistence.journal.log;

/**
 * Where bytes stand in the log.
 *
 * @param position counted over all files of the log
 */
public record Place(long position, int length) {
  /** The first position behind. */
  public long end() {
    return position + length;
  }
}
