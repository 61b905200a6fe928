package dev.stint.runtime.tool.mcp;

import com.typesafe.config.Config;
import dev.stint.config.text.SafeText;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolProblem;
import dev.stint.runtime.tool.ToolSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools of one MCP server, which is started, watched and started again for as long as the node
 * runs. Its tools stay offered while it is away: calls then fail in a way that is worth repeating.
 * Thread-safe.
 */
public final class McpServer implements ToolSource {
  private static final Logger LOG = LoggerFactory.getLogger(McpServer.class);
  private static final Duration LEAST = Duration.ofMillis(250);
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final Duration STABLE = Duration.ofMinutes(1);

  private final McpSettings settings;
  private final McpMemory memory;
  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread keeper;
  private volatile boolean closed;
  private volatile List<Tool> tools = List.of();
  private volatile List<ToolProblem> refused = List.of();
  private volatile Optional<String> down = Optional.of("it is being started");
  private final AtomicReference<CompletableFuture<McpConnection>> connection =
      new AtomicReference<>(new CompletableFuture<>());

  private McpServer(McpSettings settings, McpMemory memory) {
    this.settings = settings;
    this.memory = memory;
    memory.recall().ifPresent(this::offer);
    keeper = Thread.ofVirtual().name(name()).start(this::keep);
  }

  /**
   * Starts a server, or to connect to it. Comes back at once.
   *
   * @param section of {@code stint.tools.mcp}
   * @param memory folder for what servers listed last
   * @throws IllegalArgumentException naming everything that is wrong with the settings
   */
  public static McpServer start(String name, Config section, Path memory) {
    McpSettings settings = McpSettings.from(name, section);
    return new McpServer(settings, new McpMemory(memory.resolve(name + ".json")));
  }

  /** Waits until it has been tried once to connect, or the time is over. */
  public void awaitFirst(Duration most) throws InterruptedException {
    first.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void keep() {
    Duration delay = LEAST;
    try {
      while (!closed) {
        long began = System.nanoTime();
        serve();
        boolean stable = System.nanoTime() - began > STABLE.toNanos();
        delay = stable ? LEAST : delay;
        Thread.sleep(delay);
        delay = delay.multipliedBy(2).compareTo(MOST) > 0 ? MOST : delay.multipliedBy(2);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** Connects, and stays until the connection is lost. */
  private void serve() throws InterruptedException {
    try (McpConnection opened = McpConnection.open(settings, this::away)) {
      listed(opened);
      connection.get().complete(opened);
      if (opened.lost()) away();
      down = Optional.empty();
      first.countDown();
      while (opened.await() == McpConnection.Signal.TOOLS_CHANGED) listed(opened);
      down = Optional.of(opened.reason());
    } catch (RuntimeException e) {
      if (closed) throw new InterruptedException();
      down = Optional.of(SafeText.line(words(e), 300));
    } finally {
      away();
      first.countDown();
    }
    LOG.warn("{} is away: {}", name(), down.orElse(""));
  }

  /** From here on calls wait for the next connection; those that wait already go on waiting. */
  private synchronized void away() {
    if (connection.get().isDone()) connection.set(new CompletableFuture<>());
  }

  private static String words(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
    String message = e instanceof IllegalArgumentException ? e.getMessage() : cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private void listed(McpConnection opened) {
    McpMemory.Listed listed = new McpMemory.Listed(opened.version(), opened.tools());
    if (offer(listed)) memory.remember(listed);
  }

  /** Takes over what the server lists, unless that is what is offered already. */
  private boolean offer(McpMemory.Listed listed) {
    McpOffer offer = McpOffer.of(this, listed.tools(), listed.version());
    refused = offer.problems();
    if (offer.same(tools)) return false;
    tools = offer.tools();
    return true;
  }

  McpSettings settings() {
    return settings;
  }

  /** The connection, if there is one or will be soon. */
  Optional<McpConnection> connection(Duration most) throws InterruptedException {
    try {
      return Optional.of(connection.get().get(most.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException _) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "mcp:" + settings.name();
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public List<ToolProblem> problems() {
    Optional<String> why = down;
    return why.isEmpty()
        ? refused
        : List.of(
            new ToolProblem(name(), "mcp_server_down", "expected it to answer: " + why.get()));
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    try {
      keeper.join(Duration.ofSeconds(3));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    connection.get().thenAccept(McpConnection::close);
  }
}
