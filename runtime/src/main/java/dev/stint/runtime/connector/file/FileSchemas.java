package dev.stint.runtime.connector.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.ToolDescriptor;
import java.time.Duration;
import java.util.Optional;

/** What the tools of a root declare. Pure. */
final class FileSchemas {
  private static final String PATH = "{\"type\": \"string\", \"maxLength\": 2000}";
  private static final String HASH = "{\"type\": \"string\", \"pattern\": \"^[0-9a-f]{64}$\"}";

  private FileSchemas() {}

  static ToolDescriptor list(FileSettings settings) {
    return descriptor(
        settings,
        ".list",
        "Lists a folder of ",
        Effect.READ,
        """
        {"type": "object", "additionalProperties": false, "properties": {"path": %s}}
        """
            .formatted(PATH),
        """
        {"type": "object", "additionalProperties": false, "required": ["path", "entries", "truncated"],
         "properties": {
           "path": {"type": "string"}, "truncated": {"type": "boolean"},
           "entries": {"type": "array", "items": {
             "type": "object", "additionalProperties": false, "required": ["name", "kind"],
             "properties": {
               "name": {"type": "string"}, "kind": {"enum": ["file", "folder"]},
               "bytes": {"type": "integer"}, "modified": {"type": "string"}}}}}}
        """,
        400L * settings.entries() + 65_536);
  }

  static ToolDescriptor read(FileSettings settings) {
    return descriptor(
        settings,
        ".read",
        "Reads a text file of ",
        Effect.READ,
        """
        {"type": "object", "additionalProperties": false, "required": ["path"],
         "properties": {"path": %s}}
        """
            .formatted(PATH),
        """
        {"type": "object", "additionalProperties": false,
         "required": ["path", "text", "bytes", "sha256"],
         "properties": {
           "path": {"type": "string"}, "text": {"type": "string"},
           "bytes": {"type": "integer"}, "sha256": %s}}
        """
            .formatted(HASH),
        Math.min(64L << 20, 6L * settings.bytes() + 65_536));
  }

  static ToolDescriptor write(FileSettings settings) {
    return descriptor(
        settings,
        ".write",
        "Writes a text file of ",
        Effect.WRITE,
        """
        {"type": "object", "additionalProperties": false, "required": ["path", "text"],
         "x-stint-control": ["path", "replaces"],
         "properties": {
           "path": %s, "text": {"type": "string", "maxLength": %d},
           "replaces": {"type": "string", "pattern": "^([0-9a-f]{64}|nothing)$"}}}
        """
            .formatted(PATH, settings.bytes()),
        """
        {"type": "object", "additionalProperties": false,
         "required": ["path", "written", "bytes", "sha256"],
         "properties": {
           "path": {"type": "string"}, "written": {"type": "boolean"},
           "bytes": {"type": "integer"}, "sha256": %s}}
        """
            .formatted(HASH),
        65_536);
  }

  static ToolDescriptor move(FileSettings settings) {
    return descriptor(
        settings,
        ".move",
        "Moves a file of ",
        Effect.WRITE,
        """
        {"type": "object", "additionalProperties": false, "required": ["from", "to", "sha256"],
         "x-stint-control": ["from", "to"],
         "properties": {"from": %s, "to": %s, "sha256": %s}}
        """
            .formatted(PATH, PATH, HASH),
        """
        {"type": "object", "additionalProperties": false, "required": ["from", "to", "moved"],
         "properties": {
           "from": {"type": "string"}, "to": {"type": "string"}, "moved": {"type": "boolean"}}}
        """,
        65_536);
  }

  private static ToolDescriptor descriptor(
      FileSettings settings,
      String tool,
      String does,
      Effect effect,
      String input,
      String output,
      long bytes) {
    JsonNode in = Json.parse(input);
    return new ToolDescriptor(
        settings.name() + tool,
        "1.0.0",
        does + settings.description(),
        effect,
        true,
        Optional.empty(),
        in,
        Json.parse(output),
        Duration.ofSeconds(60),
        8,
        bytes);
  }
}
