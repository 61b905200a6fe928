package dev.stint.runtime.tool.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** JSON as it is read from servers: bounded in depth, without duplicate keys (M2). */
final class McpJson {
  private static final int DEEPEST = 128;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(64 << 20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  static final McpJsonMapper PROTOCOL = new JacksonMcpJsonMapper(MAPPER);

  /** Answers are checked where those of all tools are, not in the client. */
  static final JsonSchemaValidator UNCHECKED =
      (Map<String, Object> schema, Object content) ->
          JsonSchemaValidator.ValidationResponse.asValid("");

  private McpJson() {}

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static JsonNode read(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  /**
   * @throws IllegalArgumentException when it is no list of tools
   */
  static List<McpSchema.Tool> tools(JsonNode list) {
    return MAPPER.convertValue(
        list, MAPPER.getTypeFactory().constructCollectionType(List.class, McpSchema.Tool.class));
  }

  static Map<String, Object> map(JsonNode object) {
    return MAPPER.convertValue(
        object, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
  }
}
