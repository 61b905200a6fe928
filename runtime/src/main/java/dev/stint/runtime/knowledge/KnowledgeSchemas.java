package dev.stint.runtime.knowledge;

/** What {@code stint.knowledge.search} takes and gives, as JSON Schemas. */
final class KnowledgeSchemas {
  private static final String SHA256 =
      """
      {"type": "string", "pattern": "^[0-9a-f]{64}$"}\
      """;

  static final String INPUT =
      """
      {"type": "object", "additionalProperties": false, "required": ["source", "query"],
       "properties": {
         "source": {"type": "string", "description": "id of a source under data"},
         "title": {"type": "string", "maxLength": 200},
         "query": {"type": "string", "minLength": 1, "maxLength": 1000},
         "mode": {"enum": ["hybrid", "keyword", "vector"], "default": "hybrid"},
         "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 8},
         "minSources": {"type": "integer", "minimum": 1, "maximum": 20, "default": 2},
         "cache": {"type": "boolean", "default": true},
         "maxTokens": {"type": "integer", "minimum": 1, "maximum": 100000, "default": 1000}}}
      """;

  private static final String CHUNK =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["id", "source", "title", "heading", "firstLine", "lastLine", "location",
         "text", "hash", "documentHash", "alsoIn"],
       "properties": {
         "id": {"type": "string"}, "source": {"type": "string"}, "title": {"type": "string"},
         "heading": {"type": "string"}, "firstLine": {"type": "integer", "minimum": 1},
         "lastLine": {"type": "integer", "minimum": 1}, "location": {"type": "string"},
         "text": {"type": "string"}, "hash": %s, "documentHash": %s,
         "alsoIn": {"type": "array", "items": {"type": "string"}}}}\
      """
          .formatted(SHA256, SHA256);

  static final String OUTPUT =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["title", "query", "sufficient", "sourceId", "classification", "version",
         "mode", "cached", "chunks", "documents", "tokens"],
       "properties": {
         "title": {"type": "string"}, "query": {"type": "string"},
         "sufficient": {"type": "boolean"}, "reason": {"type": "string"},
         "sourceId": {"type": "string"}, "classification": {"type": "string"},
         "version": {"type": "string"}, "mode": {"enum": ["hybrid", "keyword", "vector"]},
         "cached": {"type": "boolean"},
         "chunks": {"type": "array", "items": %s},
         "documents": {"type": "array", "items": {
           "type": "object", "additionalProperties": false, "required": ["source", "title", "hash"],
           "properties": {"source": {"type": "string"}, "title": {"type": "string"}, "hash": %s}}},
         "tokens": {"type": "integer", "minimum": 0},
         "notes": {"type": "array", "items": {"type": "string"}}}}
      """
          .formatted(CHUNK, SHA256);

  private KnowledgeSchemas() {}
}
