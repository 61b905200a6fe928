package dev.stint.persistence.audit.merkle;

/** The complete subtrees of a growing tree. */
@FunctionalInterface
public interface NodeReader {
  /**
   * Root of the leaves {@code index << level} up to {@code (index + 1) << level}, all of which
   * exist.
   */
  byte[] node(int level, long index);
}
