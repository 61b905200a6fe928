package dev.stint.runtime.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import dev.stint.runtime.tool.mcp.McpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The MCP servers of a node: started together, and waited for together. */
final class McpServers {
  private McpServers() {}

  /**
   * @param tools the section {@code stint.tools}
   * @param memory folder for what servers listed last
   * @throws IllegalArgumentException naming everything that is wrong with the settings
   */
  static List<McpServer> start(Config tools, Path memory) {
    ConfigObject named = tools.getObject("mcp");
    List<McpServer> servers = new ArrayList<>();
    try {
      for (String name : new TreeSet<>(named.keySet())) {
        servers.add(
            McpServer.start(name, tools.getConfig("mcp").getConfig("\"" + name + "\""), memory));
      }
    } catch (RuntimeException e) {
      servers.forEach(McpServer::close);
      throw e;
    }
    await(servers, tools.getDuration("mcp-wait"));
    return servers;
  }

  private static void await(List<McpServer> servers, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      for (McpServer server : servers) {
        server.awaitFirst(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
