package dev.stint.persistence.journal.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * What the disk itself gives at this moment: appends of one event, each flushed, a second. A
 * journal measured while others use the disk is recognised by this figure.
 */
final class FlushProbe {
  private static final Duration LONG_ENOUGH = Duration.ofMillis(300);
  private static final int EVENT_BYTES = 400;

  private FlushProbe() {}

  static long flushesPerSecond(Path folder) throws IOException {
    try (var file =
        FileChannel.open(
            folder.resolve("probe"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long start = System.nanoTime();
      long flushes = 0;
      while (System.nanoTime() - start < LONG_ENOUGH.toNanos()) {
        file.write(ByteBuffer.allocate(EVENT_BYTES));
        file.force(false);
        flushes++;
      }
      return flushes * 1_000_000_000L / (System.nanoTime() - start);
    }
  }
}
