package dev.stint.runtime.run;

/**
 * A command from outside that may be refused under load, with an answer. Everything else in a
 * mailbox (journal replies, reports of steps, timers) is never dropped.
 */
public interface Sheddable {
  /** Tells the asker to come back later. Called from any thread, at most once. */
  void refuse();
}
