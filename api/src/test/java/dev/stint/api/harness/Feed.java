package dev.stint.api.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Runs that a server is given beyond those planned, so that what a blow waits for comes about: a
 * point in a snapshot needs a run long enough for one, a question about a doubt needs a doubt. They
 * are promised and judged as all others. Used by one thread.
 */
final class Feed {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ServedProcess server;
  private final Submitter submitter;
  private final RandomGenerator random;
  private int given;

  Feed(ServedProcess server, Submitter submitter, RandomGenerator random) {
    this.server = server;
    this.submitter = submitter;
    this.random = random;
  }

  /** How many runs it gave so far. */
  int given() {
    return given;
  }

  /** One more run of {@code job}; returns before it is acknowledged. */
  void give(String job) {
    submitter.submit("fed-" + given, job, random);
    given++;
  }

  /**
   * Returns in the middle of many writes that must not be repeated: whoever kills the server now
   * leaves some of them in doubt.
   *
   * @return false when they did not begin in time
   */
  boolean giveDoubts() throws IOException, InterruptedException {
    Path queue = Effects.queue(server.data(), CrashJobs.DOUBTS);
    long before = count(queue);
    give(CrashJobs.DOUBTS);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (count(queue) <= before) {
      if (System.nanoTime() > end) return false;
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return true;
  }

  private static long count(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return 0;
    try (var list = Files.list(folder)) {
      return list.filter(file -> file.toString().endsWith(".json")).count();
    }
  }
}
