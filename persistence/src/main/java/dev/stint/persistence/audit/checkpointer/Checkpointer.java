package dev.stint.persistence.audit.checkpointer;

import dev.stint.persistence.audit.log.AuditIncident;
import dev.stint.persistence.audit.log.SignedLog;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.audit.witness.WitnessFeed;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.Subscription;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the log of a node (AU-5): a second after the first unsigned record at the latest, sooner
 * when many wait, and when it is closed. On a thread of its own, woken by commits; the committer
 * never waits for it. Thread-safe.
 */
public final class Checkpointer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  /** Commits are gathered for so long, so that each does not cost a read of its own. */
  private static final Duration GATHER = Duration.ofMillis(50);

  /** A flush of the log's is a flush less for the journal: under load no more than these. */
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final AuditSettings settings;
  private final SignedLog log;
  private final StintJournal journal;
  private final List<WitnessFeed> witnesses;
  private final Thread thread;
  private final Subscription commits;
  private volatile boolean woken = true;
  private boolean urgent;
  private boolean closed;

  private Checkpointer(AuditSettings settings, StintJournal journal, InstantSource clock) {
    this.settings = settings;
    this.journal = journal;
    log = new SignedLog(settings.dir(), settings.origin(), journal.store(), clock);
    witnesses = settings.witnesses().stream().map(w -> WitnessFeed.to(w, log, clock)).toList();
    thread = Thread.ofPlatform().name("stint-checkpointer").daemon().unstarted(this::run);
    commits = journal.onCommit(_ -> wake(false));
  }

  /**
   * Opens the log beside a journal and starts signing.
   *
   * @throws IllegalArgumentException when a setting is wrong, or the log's keys do not hold
   * @throws java.io.UncheckedIOException when its folder cannot be used
   */
  public static Checkpointer start(
      AuditSettings settings, StintJournal journal, InstantSource clock) {
    var checkpointer = new Checkpointer(settings, journal, clock);
    checkpointer.witnesses.forEach(WitnessFeed::start);
    checkpointer.log.latest().ifPresent(checkpointer::show);
    checkpointer.thread.start();
    return checkpointer;
  }

  /** Called for every commit: whoever is awake already is not woken again. */
  private void wake(boolean now) {
    if (woken && !now) return;
    synchronized (this) {
      woken = true;
      urgent |= now;
      notifyAll();
    }
  }

  private void run() {
    long signedAt = System.nanoTime() - settings.every().toNanos();
    long unsignedSince = 0;
    boolean waiting = false;
    try {
      while (true) {
        long patience = waiting ? unsignedSince + settings.every().toNanos() : Long.MAX_VALUE;
        boolean last = await(patience, waiting);
        long unsigned = log.follow();
        long now = System.nanoTime();
        if (unsigned > 0 && !waiting) unsignedSince = now;
        waiting = unsigned > 0;
        boolean many = unsigned >= settings.records() && now - signedAt >= BETWEEN.toNanos();
        boolean late = waiting && now - unsignedSince >= settings.every().toNanos();
        if (many || late || last || urgent()) {
          log.sign().ifPresent(this::show);
          waiting = false;
          signedAt = now;
        }
        signed();
        if (last) return;
      }
    } catch (InterruptedException _) {
      // closing
    } catch (RuntimeException e) {
      stopped("it failed: " + e);
    }
    log.incident().map(AuditIncident::sentence).ifPresent(this::stopped);
  }

  private void stopped(String why) {
    LOG.error("THE AUDIT LOG IS NOT SIGNED ANY MORE. {}", why);
  }

  /** Waits for commits and gathers a few; ends early when it is urgent. Says whether it is over. */
  private synchronized boolean await(long until, boolean waiting) throws InterruptedException {
    while (!woken && !closed && !urgent) {
      long left = until - System.nanoTime();
      if (waiting && left <= 0) break;
      if (waiting) TimeUnit.NANOSECONDS.timedWait(this, left);
      else wait();
    }
    long gathered = System.nanoTime() + GATHER.toNanos();
    while (!closed && !urgent) {
      long left = gathered - System.nanoTime();
      if (left <= 0) break;
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    woken = false;
    return closed;
  }

  private synchronized boolean urgent() {
    return urgent;
  }

  private synchronized void signed() {
    urgent = false;
    notifyAll();
  }

  private void show(SignedNote checkpoint) {
    for (WitnessFeed witness : witnesses) witness.offer(checkpoint);
  }

  /**
   * Signs everything that is committed by now.
   *
   * @return the checkpoint over it; nothing when the log is empty, is signed no more, or is not
   *     signed in time
   */
  public Optional<SignedNote> signNow(Duration patience) throws InterruptedException {
    long wanted = journal.lastOffset();
    long end = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      while (log.signedSize() < wanted && log.incident().isEmpty() && thread.isAlive()) {
        long left = end - System.nanoTime();
        if (left <= 0) break;
        wake(true);
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    return log.signedSize() >= wanted ? log.latest() : Optional.empty();
  }

  /** Waits until every witness took the newest checkpoint, at most that long for all of them. */
  public void awaitWitnesses(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (WitnessFeed witness : witnesses) witness.await(log.signedSize(), end);
  }

  public SignedLog log() {
    return log;
  }

  public List<WitnessFeed> witnesses() {
    return witnesses;
  }

  /** Records that no checkpoint covers yet. */
  public long unsigned() {
    return Math.max(0, journal.lastOffset() - log.signedSize());
  }

  /** Why nothing is signed any more, in a sentence; nothing while all is well. */
  public Optional<String> stopped() {
    Optional<String> incident = log.incident().map(AuditIncident::sentence);
    return incident.isPresent() || thread.isAlive()
        ? incident
        : Optional.of("the log is not signed any more: its thread ended, the node's log says why");
  }

  /** Signs what is there, shows it to the witnesses, and ends; before the journal is closed. */
  @Override
  public void close() {
    commits.close();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    witnesses.forEach(WitnessFeed::close);
    log.close();
  }
}
