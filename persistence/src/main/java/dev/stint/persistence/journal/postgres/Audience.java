package dev.stint.persistence.journal.postgres;

/**
 * Whether another node listens for this node's commits; while it is not known, yes. A notice to
 * nobody would still cost server and listener an awakening for every batch. Thread-safe.
 */
final class Audience {
  private volatile boolean present = true;

  boolean isPresent() {
    return present;
  }

  /** As it was just counted, or as somebody has made himself heard. */
  void isPresent(boolean seen) {
    present = seen;
  }
}
