package dev.stint.persistence.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a node. The crash harness sets it wrong while the node works, as a person or a time
 * server would (governance F9): with {@code -Dstint.fault.clock=FILE} it is off by the milliseconds
 * that the file says, and follows the file.
 *
 * <p>Without the property, which no launcher of Stint sets and no setting can, it is the clock of
 * the system and nothing else. Monotonic time is never touched. Thread-safe.
 */
public final class FaultClock implements InstantSource {
  private static final String PROPERTY = "stint.fault.clock";
  private static final long EVERY_MS = 10;
  private static final InstantSource NODE = of(System.getProperty(PROPERTY, ""));

  private final Path file;
  private volatile long offMs;

  private FaultClock(Path file) {
    this.file = file;
    follow();
    Thread.ofPlatform().daemon().name("stint-fault-clock").start(this::run);
  }

  /** The clock of this process. */
  public static InstantSource node() {
    return NODE;
  }

  /**
   * @param file empty for the clock of the system
   */
  static InstantSource of(String file) {
    return file.isEmpty() ? InstantSource.system() : new FaultClock(Path.of(file));
  }

  @Override
  public Instant instant() {
    return Instant.now().plusMillis(offMs);
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
        follow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says what it does, so that the harness knows when a jump has happened. */
  private void follow() {
    try {
      long wanted = Long.parseLong(Files.readString(file).strip());
      if (wanted == offMs) return;
      offMs = wanted;
      System.err.println("fault clock is off by " + wanted + " ms");
    } catch (IOException e) {
      throw new UncheckedIOException("the fault clock has no file " + file, e);
    }
  }
}
