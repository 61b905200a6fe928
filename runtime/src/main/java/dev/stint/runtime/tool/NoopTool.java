package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import java.time.Duration;
import java.util.Optional;

/** {@code stint.noop@1}: gives back what it is given; for benchmarks and for wiring a new job. */
public final class NoopTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.noop",
          "1.0.0",
          "Gives back its value",
          Effect.NONE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "properties": {"value": {}}}\
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["value"],
               "properties": {"value": {}}}\
              """),
          Duration.ofSeconds(5),
          1024,
          4L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public boolean computesOnly() {
    return true;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context) {
    JsonNode value = args.has("value") ? args.get("value") : JsonNodeFactory.instance.nullNode();
    return ToolResult.of(JsonNodeFactory.instance.objectNode().set("value", value));
  }
}
