package dev.stint.runtime.activity;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of this node's tools, compiled and hashed once, and anew when the tool of a name and
 * version has become another. Thread-safe.
 */
public final class ToolSchemas {
  private final Map<String, Schemas> known = new ConcurrentHashMap<>();

  /**
   * @param tool that has them
   * @param inputHash what an attempt pins
   */
  record Schemas(
      ToolDescriptor tool, JsonSchemas.Known input, JsonSchemas.Known output, String inputHash) {}

  Schemas of(ToolDescriptor tool) {
    String id = tool.name() + "@" + tool.version();
    Schemas before = known.get(id);
    if (before != null && before.tool() == tool) return before;
    Schemas compiled =
        new Schemas(
            tool,
            JsonSchemas.known(tool.inputSchema()),
            JsonSchemas.known(tool.outputSchema()),
            CanonicalJson.sha256(tool.inputSchema()));
    known.put(id, compiled);
    return compiled;
  }
}
