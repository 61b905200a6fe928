package dev.stint.runtime.tool.mcp;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that answers, until it is lost: then every call in flight fails at once, and the
 * connection is of no more use. Thread-safe.
 */
final class McpConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(McpConnection.class);
  private static final int PAGES = 20;
  private static final int RESOURCE_PAGES = 1_000;

  /** What a server makes known by itself. */
  enum Signal {
    TOOLS_CHANGED,
    LOST
  }

  private final CancellingTransport transport;
  private final McpSyncClient client;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>(8);
  private final AtomicReference<String> reason = new AtomicReference<>("");
  private final AtomicReference<Optional<Thread>> opening =
      new AtomicReference<>(Optional.of(Thread.currentThread()));

  private final CompletableFuture<McpSchema.CallToolResult> gone = new CompletableFuture<>();
  private final Runnable away;

  private McpConnection(McpSettings settings, Runnable away) {
    this.away = away;
    transport =
        new CancellingTransport(
            McpTransports.open(settings, this::lose), () -> lose("its stream broke"));
    client =
        McpClient.sync(transport)
            .clientInfo(McpSchema.Implementation.builder("stint", "1").build())
            .requestTimeout(settings.timeout().plusSeconds(1))
            .initializationTimeout(McpSettings.START)
            .jsonSchemaValidator(McpJson.UNCHECKED)
            .enableCallToolSchemaCaching(false)
            .toolsChangeConsumer(_ -> signals.offer(Signal.TOOLS_CHANGED))
            .build();
  }

  /**
   * Connects and greets.
   *
   * @param away told as soon as the connection is lost
   * @throws RuntimeException when the server does not start, or does not answer in time
   */
  static McpConnection open(McpSettings settings, Runnable away) {
    McpConnection connection = new McpConnection(settings, away);
    try {
      connection.client.initialize();
      connection.opening.set(Optional.empty());
      return connection;
    } catch (RuntimeException e) {
      connection.opening.set(Optional.empty());
      String why = connection.reason.get();
      if (!why.isEmpty()) Thread.interrupted(); // it was the loss that woke this thread
      connection.close();
      throw why.isEmpty() ? e : new IllegalStateException(why);
    }
  }

  /** Gives the connection up; calls in flight fail. */
  void lose(String why) {
    reason.compareAndSet("", why);
    gone.completeExceptionally(new IllegalStateException(why));
    away.run();
    if (!signals.offer(Signal.LOST)) {
      signals.clear();
      signals.offer(Signal.LOST);
    }
    Optional<Thread> waiting = opening.getAndSet(Optional.empty());
    // The client waits for an answer that cannot come any more.
    if (waiting.isPresent()) waiting.get().interrupt();
    // Not on the thread that noticed, which may be the client's own.
    else Thread.ofVirtual().start(this::close);
  }

  Signal await() throws InterruptedException {
    return signals.take();
  }

  boolean lost() {
    return !reason.get().isEmpty();
  }

  String reason() {
    return reason.get();
  }

  String version() {
    McpSchema.Implementation server = client.getServerInfo();
    return server == null || server.version() == null ? "" : server.version();
  }

  /** All tools of the server, as far as a patient client turns pages. */
  List<McpSchema.Tool> tools() {
    List<McpSchema.Tool> all = new ArrayList<>();
    McpSchema.ListToolsResult page = client.listTools(null);
    for (int i = 0; i < PAGES; i++) {
      all.addAll(page.tools());
      if (page.nextCursor() == null || page.nextCursor().isEmpty()) break;
      page = client.listTools(page.nextCursor());
    }
    return all;
  }

  /**
   * Resources of the server, as far as a patient client turns pages.
   *
   * @throws IllegalStateException when it offers none
   */
  List<McpSchema.Resource> resources(int most) throws InterruptedException {
    if (client.getServerCapabilities() == null
        || client.getServerCapabilities().resources() == null) {
      throw new IllegalStateException("the server offers no resources");
    }
    List<McpSchema.Resource> all = new ArrayList<>();
    McpSchema.ListResourcesResult page = asked(() -> client.listResources(null));
    for (int i = 0; i < RESOURCE_PAGES && all.size() < most; i++) {
      all.addAll(page.resources());
      String next = page.nextCursor();
      if (next == null || next.isEmpty()) break;
      page = asked(() -> client.listResources(next));
    }
    return all;
  }

  /** What stands behind an address. */
  List<McpSchema.ResourceContents> read(String uri) throws InterruptedException {
    return asked(() -> client.readResource(McpSchema.ReadResourceRequest.builder(uri).build()))
        .contents();
  }

  /** Fails as soon as the connection is lost, whatever the client waits for. */
  private <T> T asked(Supplier<T> question) throws InterruptedException {
    var answer = new CompletableFuture<T>();
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                answer.complete(question.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      CompletableFuture.anyOf(answer, gone).get();
      return answer.get();
    } catch (ExecutionException e) {
      asking.interrupt();
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      asking.interrupt();
      throw e;
    }
  }

  /**
   * Calls a tool. Fails as soon as the connection is lost, whatever the client waits for.
   *
   * @param key the call's idempotency key, for servers that want it
   */
  McpSchema.CallToolResult call(String tool, Map<String, Object> arguments, String key)
      throws InterruptedException {
    var request =
        new McpSchema.CallToolRequest(tool, arguments, Map.of(CancellingTransport.KEY, key));
    var answer = new CompletableFuture<McpSchema.CallToolResult>();
    Thread caller = Thread.ofVirtual().start(() -> answer(request, answer));
    try {
      CompletableFuture.anyOf(answer, gone).get();
      transport.ended(key);
      return answer.get();
    } catch (ExecutionException e) {
      transport.ended(key);
      caller.interrupt();
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      // Nobody waits any longer, so that the server need not go on.
      transport.cancel(key);
      caller.interrupt();
      throw e;
    }
  }

  private void answer(
      McpSchema.CallToolRequest request, CompletableFuture<McpSchema.CallToolResult> answer) {
    try {
      answer.complete(client.callTool(request));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (RuntimeException e) {
      LOG.debug("a client that was not quite open does not close quietly", e);
    }
  }
}
