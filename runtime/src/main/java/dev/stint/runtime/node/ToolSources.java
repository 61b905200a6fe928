package dev.stint.runtime.node;

import dev.stint.runtime.connector.Connectors;
import dev.stint.runtime.knowledge.KnowledgeTools;
import dev.stint.runtime.memory.MemoryAccess;
import dev.stint.runtime.memory.MemoryTools;
import dev.stint.runtime.tool.BuiltInTools;
import dev.stint.runtime.tool.ToolRegistry;
import dev.stint.runtime.tool.ToolSource;
import dev.stint.runtime.tool.mcp.McpServer;
import dev.stint.runtime.tool.plugin.PluginFolder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The tool sources of one node, from its settings: opened with it, closed with it. */
public final class ToolSources implements AutoCloseable {
  private final List<ToolSource> sources;

  private ToolSources(List<ToolSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Opens every source that the settings name; one line for each. */
  public static ToolSources open(NodeSettings settings) {
    return open(settings, MemoryAccess.NONE);
  }

  /**
   * As {@link #open(NodeSettings)}, of a running node.
   *
   * @param memory what runs remember on it
   */
  static ToolSources open(NodeSettings settings, MemoryAccess memory) {
    Connectors connectors =
        Connectors.open(settings.config().getConfig("stint.tools"), System.getenv());
    List<ToolSource> sources = new ArrayList<>();
    sources.add(
        ToolSource.of(
            "stint", BuiltInTools.all(HttpAllow.parse(settings.httpAllow()), connectors.gate())));
    sources.addAll(PluginFolder.open(settings.plugins()));
    sources.addAll(connectors.sources());
    List<McpServer> servers =
        McpServers.start(
            settings.config().getConfig("stint.tools"), settings.data().resolve("mcp"));
    sources.addAll(servers);
    sources.add(
        new KnowledgeTools(NodeKnowledge.open(settings, ResourceServers.of(servers, settings))));
    sources.add(MemoryTools.over(memory, InstantSource.system()));
    return new ToolSources(sources);
  }

  public ToolRegistry registry() {
    return ToolRegistry.over(sources);
  }

  @Override
  public void close() {
    sources.reversed().forEach(ToolSource::close);
  }
}
