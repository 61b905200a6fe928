package dev.stint.runtime.simulation;

/** Which commit meets which fault. */
@FunctionalInterface
interface Storm {
  /** By chance alone. */
  Storm OF_DICE = fault -> fault;

  /** By chance, and the nth commit of all meets {@code fault} for certain. */
  static Storm at(int commit, DiskFault fault) {
    int[] left = {commit};
    return chance -> --left[0] == 0 ? fault : chance;
  }

  DiskFault fault(DiskFault byChance);
}
