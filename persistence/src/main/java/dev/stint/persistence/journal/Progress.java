package dev.stint.persistence.journal;

/** Hears how far long work is; called often, so return at once. */
@FunctionalInterface
public interface Progress {
  /** Nobody listens. */
  Progress NONE = (done, total) -> {};

  /**
   * @param done commits behind us
   * @param total commits there are
   */
  void at(long done, long total);
}
