package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.Locale;

/** The tools of a node, as the API gives them. */
public final class ToolJson {
  private ToolJson() {}

  /** {@code {items, problems}}. */
  public static ObjectNode list(ToolRegistry tools) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("items");
    for (ToolDescriptor tool : tools.list()) items.add(item(tool, tools));
    ArrayNode problems = body.putArray("problems");
    for (var problem : tools.problems()) {
      problems
          .addObject()
          .put("tool", problem.tool())
          .put("code", problem.code())
          .put("message", problem.message());
    }
    return body;
  }

  private static ObjectNode item(ToolDescriptor tool, ToolRegistry tools) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("name", tool.name()).put("version", tool.version());
    item.put("description", tool.description());
    item.put("effect", tool.effect().name().toLowerCase(Locale.ROOT));
    item.put("idempotent", tool.idempotent()).put("queryable", tool.queryable());
    tool.compensation().ifPresent(undo -> item.put("compensation", undo));
    item.put("source", tools.origin(tool)).put("hash", tools.hash(tool));
    item.put("timeoutMs", tool.timeout().toMillis());
    item.put("maxConcurrent", tool.maxConcurrent());
    item.put("maxOutputBytes", tool.maxOutputBytes());
    item.set("inputSchema", tool.inputSchema());
    item.set("outputSchema", tool.outputSchema());
    return item;
  }
}
