package dev.stint.runtime.step;

/**
 * The fence of one permit: once closed, no effect of that attempt begins any more (G3, invariant
 * 1). Thread-safe.
 */
public final class EffectGate {
  private boolean closed;
  private boolean begun;

  /**
   * Passes an effect, and remembers that one began.
   *
   * @throws InterruptedException when the permit is fenced
   */
  public synchronized void enter() throws InterruptedException {
    if (closed) throw new InterruptedException("the permit of this attempt is fenced");
    begun = true;
  }

  /** Fences the permit. */
  public synchronized void close() {
    closed = true;
  }

  /** Whether an effect may have happened. */
  public synchronized boolean begun() {
    return begun;
  }
}
