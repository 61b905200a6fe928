package dev.stint.runtime.node;

import com.typesafe.config.Config;
import dev.stint.runtime.knowledge.source.ResourceServer;
import dev.stint.runtime.tool.mcp.McpResources;
import dev.stint.runtime.tool.mcp.McpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * MCP servers as sources of documents: those that a node runs anyway, or, without a node, each
 * started when it is first asked. Thread-safe.
 */
final class ResourceServers implements Function<String, Optional<ResourceServer>>, AutoCloseable {
  private final Config settings;
  private final Path memory;
  private final Map<String, McpServer> running = new TreeMap<>();
  private final Map<String, McpServer> own = new TreeMap<>();

  private ResourceServers(Config settings, Path memory) {
    this.settings = settings;
    this.memory = memory;
  }

  /** Those of a node, which closes them. */
  static ResourceServers of(List<McpServer> servers, NodeSettings settings) {
    ResourceServers all = whenAsked(settings);
    for (McpServer server : servers) {
      all.running.put(server.name().substring(server.name().indexOf(':') + 1), server);
    }
    return all;
  }

  /** Each started by its settings when somebody asks for it. */
  static ResourceServers whenAsked(NodeSettings settings) {
    return new ResourceServers(
        settings.config().getConfig("stint.tools"), settings.data().resolve("mcp"));
  }

  @Override
  public synchronized Optional<ResourceServer> apply(String name) {
    McpServer known = running.get(name);
    if (known == null && settings.getObject("mcp").containsKey(name)) {
      known =
          own.computeIfAbsent(
              name,
              _ ->
                  McpServer.start(
                      name, settings.getConfig("mcp").getConfig("\"" + name + "\""), memory));
    }
    return Optional.ofNullable(known).map(McpResources::new);
  }

  @Override
  public synchronized void close() {
    own.values().forEach(McpServer::close);
    own.clear();
  }
}
