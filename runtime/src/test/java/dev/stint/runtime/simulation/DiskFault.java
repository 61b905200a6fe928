package dev.stint.runtime.simulation;

/** What can happen to one append. */
enum DiskFault {
  NONE,
  FULL,
  FAILS,
  UNKNOWN_AND_LOST,
  UNKNOWN_AND_STORED,
  DIES_BEFORE,
  /** Torn: part of the batch is on the disk, its commit mark is not. */
  DIES_WRITING,
  /** Durable, and nobody hears of it. */
  DIES_AFTER;

  boolean deadly() {
    return switch (this) {
      case DIES_BEFORE, DIES_WRITING, DIES_AFTER -> true;
      case NONE, FULL, FAILS, UNKNOWN_AND_LOST, UNKNOWN_AND_STORED -> false;
    };
  }
}
