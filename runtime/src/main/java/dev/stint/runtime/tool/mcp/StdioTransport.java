package dev.stint.runtime.tool.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A server as a child process. The library's own transport neither tells when the process ends, nor
 * refuses text that is not UTF-8, nor ends the children of the process, and passes on this
 * process's variables.
 */
final class StdioTransport implements McpClientTransport {
  private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);
  private static final long PATIENCE_MS = 500;

  private final Process process;
  private final int mostBytes;
  private final Consumer<String> lost;
  private final AtomicBoolean told = new AtomicBoolean();
  private final Scheduler writer = Schedulers.newSingle("mcp-out", true);

  /**
   * Starts the process.
   *
   * @param lost told once, and why, when nothing more will come
   * @throws IllegalArgumentException when the command cannot be started
   */
  StdioTransport(ProcessBuilder builder, int mostBytes, Consumer<String> lost) {
    this.mostBytes = mostBytes;
    this.lost = lost;
    try {
      process = builder.start();
    } catch (IOException e) {
      writer.dispose();
      throw new IllegalArgumentException(
          "the command cannot be started: " + builder.command().getFirst(), e);
    }
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return Mono.fromRunnable(() -> {
      thread("mcp-in", () -> read(handler));
      thread("mcp-err", this::drain);
    });
  }

  private static void thread(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    String reason = "its process ended";
    try (var in = process.getInputStream()) {
      BoundedLines lines = new BoundedLines(in, mostBytes);
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get().isBlank()) continue;
        JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(McpJson.PROTOCOL, line.get());
        handler.apply(Mono.just(message)).subscribe(_ -> {}, e -> LOG.debug("not handled", e));
      }
    } catch (com.fasterxml.jackson.core.JacksonException | IllegalArgumentException e) {
      reason = "it sent something that is no message";
    } catch (IOException e) {
      reason = e.getMessage() == null ? "its stream broke" : e.getMessage();
    } finally {
      tell(reason);
    }
  }

  /** What a server writes beside its messages may hold anything, so it is for debugging only. */
  private void drain() {
    try (var err = process.getErrorStream()) {
      byte[] piece = new byte[4_096];
      for (int n = err.read(piece); n >= 0; n = err.read(piece)) {
        if (LOG.isDebugEnabled()) LOG.debug("{}", new String(piece, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      // The process is gone.
    }
  }

  private void tell(String reason) {
    if (told.compareAndSet(false, true)) lost.accept(reason);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.<Void>fromRunnable(() -> write(message)).subscribeOn(writer);
  }

  private void write(JSONRPCMessage message) {
    try {
      byte[] line = McpJson.PROTOCOL.writeValueAsBytes(message);
      OutputStream out = process.getOutputStream();
      out.write(line);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      tell("it does not read any more");
      throw new IllegalStateException("the server does not read any more", e);
    }
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::stop);
  }

  @Override
  public void close() {
    stop();
  }

  private void stop() {
    told.set(true);
    end(process);
    writer.dispose();
  }

  /** First by closing its input, as the protocol asks, then with everything that it started. */
  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // It is closed.
    }
    try {
      if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) process.destroyForcibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return McpJson.PROTOCOL.convertValue(data, type);
  }
}
