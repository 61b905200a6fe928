package dev.stint.persistence.journal.store;

import java.util.Arrays;

/**
 * The newest record of a persistence id.
 *
 * @param seq its sequence number, 0 when there is none
 * @param hash its chain hash, empty when there is none
 */
public record Head(long seq, byte[] hash) {
  /** The head of a persistence id without records. */
  public static final Head NONE = new Head(0, new byte[0]);

  /** Whether {@code append} continues this head. */
  public boolean isContinuedBy(Append append) {
    return append.firstSeq() == seq + 1 && Arrays.equals(append.prev(), hash);
  }
}
