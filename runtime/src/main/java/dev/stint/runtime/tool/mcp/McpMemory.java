package dev.stint.runtime.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server listed last, in a file, so that a node that starts before its servers knows their
 * tools: runs that need them wait, rather than to be denied what they were granted. Only a
 * convenience: a file that cannot be read or written is none.
 */
record McpMemory(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(McpMemory.class);
  private static final long LARGEST = 8L << 20;

  /**
   * @param version of the server
   */
  record Listed(String version, List<McpSchema.Tool> tools) {}

  Optional<Listed> recall() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) return Optional.empty();
      JsonNode known = McpJson.read(Files.readString(file));
      return Optional.of(
          new Listed(known.path("version").asText(), McpJson.tools(known.path("tools"))));
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("{} is no list of tools", file, e);
      return Optional.empty();
    }
  }

  void remember(Listed listed) {
    try {
      byte[] text =
          McpJson.PROTOCOL.writeValueAsBytes(
              Map.of("version", listed.version(), "tools", listed.tools()));
      Files.createDirectories(file.getParent());
      Path unfinished = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(unfinished, new String(text, StandardCharsets.UTF_8));
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.debug("{} cannot be written", file, e);
    }
  }
}
