package dev.stint.runtime.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Sha256;
import dev.stint.config.text.SafeText;
import dev.stint.runtime.tool.ToolException;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.charset.StandardCharsets;

/**
 * A server's answer as the output of a tool: its structured content where the tool declares some,
 * else {@code {text, content}}. Pictures and sounds stay outside: kind, size and hash are named.
 */
final class McpAnswer {
  private static final int MESSAGE = 400;

  private McpAnswer() {}

  /**
   * @param structured the tool declares what its output looks like
   * @throws ToolException terminal {@code tool_reported_error}, when the server says so
   */
  static JsonNode output(String tool, boolean structured, McpSchema.CallToolResult answer)
      throws ToolException {
    if (Boolean.TRUE.equals(answer.isError())) {
      throw ToolException.terminal(
          "tool_reported_error", tool + " says: " + SafeText.line(text(answer), MESSAGE));
    }
    if (structured) return McpJson.tree(answer.structuredContent());
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("text", text(answer));
    ArrayNode content = output.putArray("content");
    if (answer.content() != null) answer.content().forEach(block -> block(block, content));
    return output;
  }

  private static String text(McpSchema.CallToolResult answer) {
    StringBuilder text = new StringBuilder();
    if (answer.content() == null) return "";
    for (McpSchema.Content block : answer.content()) {
      if (!(block instanceof McpSchema.TextContent part) || part.text() == null) continue;
      if (!text.isEmpty()) text.append('\n');
      text.append(part.text());
    }
    return text.toString();
  }

  private static void block(McpSchema.Content block, ArrayNode content) {
    switch (block) {
      case McpSchema.TextContent _ -> {} // in the text
      case McpSchema.ImageContent image ->
          data(content.addObject().put("type", "image"), image.mimeType(), image.data());
      case McpSchema.AudioContent audio ->
          data(content.addObject().put("type", "audio"), audio.mimeType(), audio.data());
      case McpSchema.EmbeddedResource resource -> resource(resource.resource(), content);
      case McpSchema.ResourceLink link ->
          content.addObject().put("type", "link").put("uri", link.uri()).put("name", link.name());
      default -> content.addObject().put("type", "unknown");
    }
  }

  private static void resource(McpSchema.ResourceContents resource, ArrayNode content) {
    ObjectNode node = content.addObject().put("type", "resource").put("uri", resource.uri());
    switch (resource) {
      case McpSchema.TextResourceContents text -> node.put("text", text.text());
      case McpSchema.BlobResourceContents blob -> data(node, blob.mimeType(), blob.blob());
      default -> {}
    }
  }

  private static void data(ObjectNode node, String mimeType, String base64) {
    String data = base64 == null ? "" : base64;
    node.put("mimeType", mimeType).put("base64Characters", data.length());
    node.put("sha256OfBase64", Sha256.hex(data.getBytes(StandardCharsets.US_ASCII)));
  }
}
