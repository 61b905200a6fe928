package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import java.time.Duration;
import java.util.Optional;

/** {@code stint.text.read@1}: one text file of a source, as it is. */
public final class TextReadTool implements Tool {
  private static final long MOST_BYTES = 1L << 20;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.text.read",
          "1.0.0",
          "Reads a text file of a source",
          Effect.READ,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["source", "file"],
               "properties": {
                 "source": {"type": "string", "description": "id of a source under data"},
                 "file": {"type": "string", "description": "path relative to the source"}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["file", "text", "sha256"],
               "properties": {"file": {"type": "string"}, "text": {"type": "string"}, "sha256": %s}}
              """,
              Schemas.SHA256),
          Duration.ofSeconds(30),
          8,
          2L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    SourceFile file = SourceFile.read(args, context, MOST_BYTES);
    return ToolResult.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("file", file.name())
            .put("text", file.text())
            .put("sha256", file.sha256()));
  }
}
