package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers its argument, and keeps the keys it was called with. */
final class LedgerTool implements Tool {
  final List<String> keys = new ArrayList<>();
  private final ToolDescriptor descriptor;

  LedgerTool(String name, Effect effect) {
    JsonNode schema =
        Json.parse(
            """
            {"type": "object", "additionalProperties": false, "required": ["q"],
             "properties": {"q": {"type": "string"}}}
            """);
    descriptor =
        new ToolDescriptor(
            name,
            "1.0.0",
            "Answers",
            effect,
            true,
            Optional.empty(),
            schema,
            schema,
            Duration.ofSeconds(5),
            8,
            1 << 20);
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    context.beforeEffect();
    keys.add(context.idempotencyKey());
    String q = args.path("q").asText();
    if (q.equals("fail")) {
      throw new ToolException(Failure.terminal("nothing_there", "secret words of the tool"));
    }
    return ToolResult.of(JsonNodeFactory.instance.objectNode().put("q", "answer to " + q));
  }
}
