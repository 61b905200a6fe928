package dev.stint.runtime.connector.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One started program: fed, read within bounds, and killed with all it started. */
final class CommandProcess {
  private static final int GRACE_SECONDS = 2;

  private final Process process;
  private final int maxBytes;
  private volatile boolean tooMuch;

  /** How a program ended. */
  enum End {
    EXITED,
    TIMED_OUT,
    TOO_MUCH_OUTPUT
  }

  /** What a program left. */
  record Ended(End how, int exitCode, byte[] out, byte[] err) {}

  private CommandProcess(Process process, int maxBytes) {
    this.process = process;
    this.maxBytes = maxBytes;
  }

  /**
   * Runs {@code line} to its end.
   *
   * @param environment all that it has
   * @throws IOException when it cannot be started
   * @throws InterruptedException when interrupted; the program and its children are dead then
   */
  static Ended run(
      List<String> line, Map<String, String> environment, byte[] input, CommandLimits limits)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(new java.io.File("/"));
    return new CommandProcess(builder.start(), limits.output()).end(input, limits);
  }

  private Ended end(byte[] input, CommandLimits limits) throws InterruptedException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    List<Thread> pumps =
        List.of(
            pump(() -> feed(input)),
            pump(() -> read(process.getInputStream(), out)),
            pump(() -> read(process.getErrorStream(), err)));
    try {
      boolean ended = process.waitFor(limits.wall().toMillis(), TimeUnit.MILLISECONDS);
      // Killing closes the pipes, also those of a program that ended by itself: what it wrote last
      // is still in them. Something that it left running may hold them open, hence the grace.
      if (!ended) kill();
      for (Thread pump : pumps.subList(1, 3)) pump.join(GRACE_SECONDS * 1000L);
      End how = tooMuch ? End.TOO_MUCH_OUTPUT : ended ? End.EXITED : End.TIMED_OUT;
      synchronized (this) {
        return new Ended(
            how, ended ? process.exitValue() : -1, out.toByteArray(), err.toByteArray());
      }
    } finally {
      kill();
    }
  }

  private static Thread pump(Runnable work) {
    return Thread.ofPlatform().daemon().name("command-pipe").start(work);
  }

  private void feed(byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException _) {
      // It ended without reading all; its exit code says whether that was right.
    }
  }

  private void read(InputStream stream, ByteArrayOutputStream into) {
    var buffer = new byte[8192];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        synchronized (this) {
          int room = maxBytes - into.size();
          into.write(buffer, 0, Math.min(n, room));
          tooMuch |= n > room;
        }
        if (tooMuch) {
          kill();
          return;
        }
      }
    } catch (IOException _) {
      // The pipe of a killed program.
    }
  }

  /** Kills the whole tree; in a sandbox the death of its first process ends every other. */
  private void kill() {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    tree.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    // What was started while the tree was listed.
    tree.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
  }
}
