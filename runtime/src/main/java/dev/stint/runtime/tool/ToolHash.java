package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import java.util.Locale;

/**
 * The hash that runs are pinned to: SHA-256 over everything by which a tool is chosen, trusted and
 * called, its description included, since models act on it (A16). Pure.
 */
public final class ToolHash {
  private ToolHash() {}

  public static String of(ToolDescriptor tool) {
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    said.put("name", tool.name()).put("version", tool.version());
    said.put("description", tool.description());
    said.put("effect", tool.effect().name().toLowerCase(Locale.ROOT));
    said.put("idempotent", tool.idempotent()).put("queryable", tool.queryable());
    tool.compensation().ifPresent(undo -> said.put("compensation", undo));
    said.set("input", tool.inputSchema());
    said.set("output", tool.outputSchema());
    return CanonicalJson.sha256(said);
  }
}
