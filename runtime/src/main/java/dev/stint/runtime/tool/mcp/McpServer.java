package dev.stint.runtime.tool.mcp;

import com.typesafe.config.Config;
import dev.stint.config.text.SafeText;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolProblem;
import dev.stint.runtime.tool.ToolSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread keeper;
  private volatile boolean closed;
  private volatile List<Tool> tools = List.of();
  private volatile List<ToolProblem> refused = List.of();
  private volatile Optional<String> down = Optional.of("it is being started");
  private volatile Optional<McpConnection> connection = Optional.empty();

  private McpServer(McpSettings settings) {
    this.settings = settings;
    keeper = Thread.ofVirtual().name(name()).start(this::keep);
  }

  /**
   * Starts a server, or to connect to it. Comes back at once.
   *
   * @param section of {@code stint.tools.mcp}
   * @throws IllegalArgumentException naming everything that is wrong with the settings
   */
  public static McpServer start(String name, Config section) {
    return new McpServer(McpSettings.from(name, section));
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
    try (McpConnection opened = McpConnection.open(settings)) {
      offer(opened);
      connection = Optional.of(opened);
      down = Optional.empty();
      first.countDown();
      while (opened.await() == McpConnection.Signal.TOOLS_CHANGED) offer(opened);
      down = Optional.of(opened.reason());
    } catch (RuntimeException e) {
      if (closed) throw new InterruptedException();
      down = Optional.of(SafeText.line(words(e), 300));
    } finally {
      connection = Optional.empty();
      first.countDown();
    }
    LOG.warn("{} is away: {}", name(), down.orElse(""));
  }

  private static String words(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
    String message = e instanceof IllegalArgumentException ? e.getMessage() : cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** Takes over what the server lists, unless that is what is offered already. */
  private void offer(McpConnection opened) {
    McpOffer offer = McpOffer.of(this, opened.tools(), opened.version());
    refused = offer.problems();
    if (!offer.same(tools)) tools = offer.tools();
  }

  McpSettings settings() {
    return settings;
  }

  Optional<McpConnection> connection() {
    return connection;
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
        : List.of(new ToolProblem(name(), "mcp_server_down", "expected it to answer: " + why.get()));
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
    connection.ifPresent(McpConnection::close);
  }
}
