package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads documents in a process of its own, so that one made to harm costs at most that process: its
 * heap and time are limited, its environment is empty, XML in it may not name anything outside. A
 * process that died or was ended is replaced for the next document. Thread-safe; one document at a
 * time.
 */
public final class DocumentParser implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "-Xss4m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+DisplayVMOutputToStderr",
          "-Xshare:auto",
          "-Djava.awt.headless=true",
          "-Djavax.xml.accessExternalDTD=",
          "-Djavax.xml.accessExternalSchema=",
          "-Djdk.xml.dtd.support=deny");

  private final ParseLimits limits;
  private Process process;
  private DataOutputStream out;
  private DataInputStream in;

  public DocumentParser(ParseLimits limits) {
    this.limits = limits;
  }

  /**
   * @param name of the file; its ending says what it is
   * @throws ParseException when it cannot be read within the limits
   * @throws InterruptedException while reading; the process is ended
   */
  public synchronized ReadText read(String name, byte[] bytes)
      throws ParseException, InterruptedException {
    if (bytes.length > limits.documentBytes()) {
      throw new ParseException(
          "document_too_large", "it is larger than " + limits.documentBytes() + " bytes");
    }
    start();
    var asking = new FutureTask<>(ask(name, bytes));
    Thread.ofVirtual().start(asking);
    boolean whole = false;
    try {
      ReadText text = asking.get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
      whole = true;
      return text;
    } catch (TimeoutException _) {
      throw new ParseException(
          "document_too_slow",
          "reading it took longer than " + limits.patience().toSeconds() + " s");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ParseException refused) {
        whole = !refused.code().equals(Frames.TOO_MUCH);
        throw refused;
      }
      throw new ParseException(
          "document_killed_reader",
          "reading it ended the reading process, likely for want of memory");
    } finally {
      if (!whole) close();
    }
  }

  private Callable<ReadText> ask(String name, byte[] bytes) {
    DataOutputStream to = out;
    DataInputStream from = in;
    return () -> {
      Frames.writeRequest(to, name, bytes);
      return Frames.readAnswer(from, limits);
    };
  }

  private void start() throws ParseException {
    if (process != null && process.isAlive()) return;
    close();
    try {
      process = builder().start();
    } catch (IOException e) {
      throw new ParseException("reader_not_started", "no process to read it: " + e.getMessage());
    }
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  private ProcessBuilder builder() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + limits.memoryMegabytes() + "m");
    command.addAll(FLAGS);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ReadingProcess.class.getName()));
    command.add(Long.toString(limits.patience().toSeconds() + 5));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /** Ends the process; the next document starts another. */
  @Override
  public synchronized void close() {
    if (process != null) process.destroyForcibly();
    process = null;
  }
}
