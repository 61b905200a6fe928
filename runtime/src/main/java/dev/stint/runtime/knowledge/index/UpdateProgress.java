package dev.stint.runtime.knowledge.index;

/** Hears how far an update has come. */
@FunctionalInterface
public interface UpdateProgress {
  UpdateProgress SILENT = (done, total) -> {};

  /** {@code done} of {@code total} changed documents are in the index. */
  void at(int done, int total);
}
