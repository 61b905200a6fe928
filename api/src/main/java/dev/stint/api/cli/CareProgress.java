package dev.stint.api.cli;

import dev.stint.persistence.journal.Progress;

/**
 * Long work on stderr: a line that rewrites itself on a terminal, a line now and then elsewhere.
 */
final class CareProgress implements Progress {
  private static final long LIVE_EVERY = 200_000_000L;
  private static final long LINE_EVERY = 5_000_000_000L;

  private final Terminal t;
  private final String verb;
  private long next = System.nanoTime() + LIVE_EVERY;

  CareProgress(Terminal t, String verb) {
    this.t = t;
    this.verb = verb;
  }

  @Override
  public void at(long done, long total) {
    long now = System.nanoTime();
    if (now < next || total == 0) return;
    String text = "%s %d %% (%,d of %,d)".formatted(verb, done * 100 / total, done, total);
    if (t.live()) t.status(text);
    else t.progress(text);
    next = now + (t.live() ? LIVE_EVERY : LINE_EVERY);
  }

  void end() {
    t.clearStatus();
  }
}
