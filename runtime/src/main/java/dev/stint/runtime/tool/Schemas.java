package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;

/** Pieces that the schemas of several tools share. */
final class Schemas {
  static final String SHA256 =
      """
      {"type": "string", "pattern": "^[0-9a-f]{64}$"}\
      """;

  static final String DOCUMENT =
      """
      {"type": "object", "additionalProperties": false, "required": ["source", "title", "hash"],
       "properties": {"source": {"type": "string"}, "title": {"type": "string"}, "hash": %s}}\
      """
          .formatted(SHA256);

  static final String CHUNK =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["id", "source", "title", "heading", "firstLine", "lastLine", "text", "hash", "documentHash"],
       "properties": {
         "id": {"type": "string"}, "source": {"type": "string"}, "title": {"type": "string"},
         "heading": {"type": "string"}, "firstLine": {"type": "integer", "minimum": 1},
         "lastLine": {"type": "integer", "minimum": 1}, "text": {"type": "string"},
         "hash": %s, "documentHash": %s}}\
      """
          .formatted(SHA256, SHA256);

  static final String CITATION =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["number", "chunk", "source", "title", "heading", "lines", "chunkHash", "documentHash"],
       "properties": {
         "number": {"type": "integer", "minimum": 1}, "chunk": {"type": "string"},
         "source": {"type": "string"}, "title": {"type": "string"}, "heading": {"type": "string"},
         "lines": {"type": "string"}, "chunkHash": %s, "documentHash": %s}}\
      """
          .formatted(SHA256, SHA256);

  /** A name that is one path segment on every system. */
  static final String NAME =
      """
      {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"}\
      """;

  /** A folder below the publish root: names joined by slashes. */
  static final String DEST =
      """
      {"type": "string", "maxLength": 200,
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99})*$"}\
      """;

  private Schemas() {}

  static JsonNode of(String schema, Object... parts) {
    return Json.parse(parts.length == 0 ? schema : schema.formatted(parts));
  }
}
