package dev.stint.runtime.activity;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of this node's tools, compiled and hashed once: a registry has one tool of a name and
 * version. Thread-safe.
 */
final class ToolSchemas {
  private final Map<String, Schemas> known = new ConcurrentHashMap<>();

  /**
   * @param inputHash what an attempt pins
   */
  record Schemas(JsonSchemas.Known input, JsonSchemas.Known output, String inputHash) {}

  Schemas of(ToolDescriptor tool) {
    return known.computeIfAbsent(
        tool.name() + "@" + tool.version(),
        _ ->
            new Schemas(
                JsonSchemas.known(tool.inputSchema()),
                JsonSchemas.known(tool.outputSchema()),
                CanonicalJson.sha256(tool.inputSchema())));
  }
}
