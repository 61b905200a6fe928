package dev.stint.persistence.audit.witness;

import dev.stint.persistence.audit.log.SignedLog;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows checkpoints to one witness, on a thread of its own: one that is slow or gone holds up
 * nothing, and its lag is seen. Thread-safe.
 */
public final class WitnessFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessFeed.class);
  private static final int MOST_WAITING = 10_000;
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Witness witness;
  private final SignedLog log;
  private final Deque<SignedNote> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closed;
  private long reached;
  private String trouble = "";

  private WitnessFeed(Witness witness, SignedLog log) {
    this.witness = witness;
    this.log = log;
    thread = Thread.ofPlatform().name("stint-witness").daemon().unstarted(this::run);
  }

  /**
   * A feed to the witness that a setting names.
   *
   * @param address {@code folder:/path}, {@code http://...} or {@code https://...}
   */
  public static WitnessFeed to(String address, SignedLog log, InstantSource clock) {
    String folder = "folder:";
    if (address.startsWith(folder)) {
      Path path = Path.of(address.substring(folder.length()));
      return new WitnessFeed(new FolderWitness(address, path, clock), log);
    }
    if (address.startsWith("http://") || address.startsWith("https://")) {
      return new WitnessFeed(new HttpWitness(address, URI.create(address)), log);
    }
    throw new IllegalArgumentException(
        "stint.audit.witness: expected folder:/path or an http(s) address, found \""
            + address
            + "\"");
  }

  public void start() {
    thread.start();
  }

  /** Shows a checkpoint when the ones before it are done; returns at once. */
  public synchronized void offer(SignedNote checkpoint) {
    if (!witness.wantsAll() || waiting.size() >= MOST_WAITING) waiting.clear();
    waiting.addLast(checkpoint);
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        SignedNote next;
        synchronized (this) {
          while (waiting.isEmpty() && !closed) wait();
          if (waiting.isEmpty()) return;
          next = waiting.peekFirst();
        }
        if (!show(next)) rest();
      }
    } catch (InterruptedException _) {
      // closing, and the witness did not answer in time
    }
  }

  private boolean show(SignedNote note) throws InterruptedException {
    long size = Checkpoint.parse(note.text()).size();
    try {
      List<SignedNote.Line> lines =
          witness.show(note, older -> log.tree().consistency(older, size));
      if (!lines.isEmpty()) log.cosigned(note, lines);
      synchronized (this) {
        waiting.remove(note);
        reached = size;
        notifyAll();
        if (!trouble.isEmpty()) LOG.info("the witness {} takes checkpoints again", name());
        trouble = "";
      }
      return true;
    } catch (IOException | RuntimeException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      synchronized (this) {
        if (trouble.isEmpty()) LOG.warn("the witness {} does not answer: {}", name(), why);
        trouble = why;
      }
      return false;
    }
  }

  private synchronized void rest() throws InterruptedException {
    long end = System.nanoTime() + RETRY.toNanos();
    while (!closed) {
      long left = end - System.nanoTime();
      if (left <= 0) return;
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    waiting.clear(); // closing: it was tried once more than it answered
  }

  /** Waits until it took that size, or {@link System#nanoTime} is {@code end}. */
  public synchronized void await(long size, long end) throws InterruptedException {
    while (reached < size) {
      long left = end - System.nanoTime();
      if (left <= 0) return;
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  public String name() {
    return witness.name();
  }

  /** Size of the newest checkpoint that it took. */
  public synchronized long reached() {
    return reached;
  }

  /** Why it does not take any, "" when it does. */
  public synchronized String trouble() {
    return trouble;
  }

  /** Shows what waits, at most for a moment, and ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(FAREWELL);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
