package dev.stint.runtime.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.text.SafeText;
import dev.stint.runtime.tool.ToolDescriptor;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's tool in the terms of a node. Pure. */
final class McpDescriptor {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}).*");

  /** Of a tool that says nothing about its output. */
  static final JsonNode TEXT_OUTPUT =
      Json.parse(
          """
          {"type": "object", "additionalProperties": false, "required": ["text", "content"],
           "properties": {
             "text": {"type": "string"},
             "content": {"type": "array", "items": {"type": "object"}}}}
          """);

  private static final String OURS = "x-stint-";

  private McpDescriptor() {}

  /**
   * {@code mcp.server.tool_name}. What differs for the server in more than case and dashes differs
   * here, too; who makes two names alike loses both.
   *
   * @return nothing when the name has letters that can look like others
   */
  static Optional<String> name(String server, String tool) {
    if (!tool.matches("[A-Za-z][A-Za-z0-9_.-]{0,63}")) return Optional.empty();
    String words = tool.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").replaceAll("[.-]", "_");
    return Optional.of("mcp." + server + "." + words.toLowerCase(Locale.ROOT));
  }

  static ToolDescriptor of(
      String name, McpSchema.Tool tool, String serverVersion, McpSettings settings) {
    McpEffect effect = settings.effect(tool.name());
    JsonNode output = tool.outputSchema() == null ? TEXT_OUTPUT : McpJson.tree(tool.outputSchema());
    return new ToolDescriptor(
        name,
        version(serverVersion),
        description(tool),
        effect.effect,
        effect.idempotent,
        Optional.empty(),
        input(tool),
        output,
        settings.timeout(),
        settings.concurrent(),
        settings.outputBytes());
  }

  private static String version(String text) {
    Matcher known = VERSION.matcher(text);
    return known.matches() ? known.group(1) : "0.0.0";
  }

  private static String description(McpSchema.Tool tool) {
    String text = tool.description() == null ? "" : SafeText.clean(tool.description()).strip();
    return text.isEmpty() ? "A tool of an MCP server: " + tool.name() : text;
  }

  private static JsonNode input(McpSchema.Tool tool) {
    return tool.inputSchema() == null
        ? JsonNodeFactory.instance.objectNode().put("type", "object")
        : own(McpJson.tree(tool.inputSchema()));
  }

  /**
   * Without the dialect, which servers spell in many ways, and without words by which Stint's own
   * tools say how their arguments are trusted: no server may say that of itself.
   */
  private static JsonNode own(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      object.remove("$schema");
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.stream().filter(name -> name.startsWith(OURS)).forEach(object::remove);
    }
    schema.forEach(McpDescriptor::own);
    return schema;
  }
}
