package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import dev.stint.runtime.tool.ToolSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A source with one tool, {@code test.tool}, that a test lets say and do other things. */
final class ChangingTool implements ToolSource {
  /** What a call does. */
  interface Work {
    JsonNode of(JsonNode args) throws ToolException;
  }

  int calls;
  private final Effect effect;
  private Work work = args -> Json.parse("{\"said\": \"yes\"}");
  private List<Tool> offered;

  ChangingTool(Effect effect) {
    this.effect = effect;
    says("Says something");
  }

  /** Offers the tool with another description. */
  void says(String description) {
    offer("test.tool", description, "{\"type\": \"object\"}");
  }

  void offer(String name, String description, String input) {
    var descriptor =
        new ToolDescriptor(
            name,
            "1.0.0",
            description,
            effect,
            effect != Effect.WRITE,
            Optional.empty(),
            Json.parse(input),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["said"],
                 "properties": {"said": {"type": "string"}, "more": {}}}
                """),
            Duration.ofSeconds(2),
            4,
            100_000);
    offered = List.of(tool(descriptor));
  }

  void does(Work other) {
    work = other;
  }

  private Tool tool(ToolDescriptor descriptor) {
    return new Tool() {
      @Override
      public ToolDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public ToolResult call(JsonNode args, ToolContext context)
          throws ToolException, InterruptedException {
        context.beforeEffect();
        calls++;
        return ToolResult.of(work.of(args));
      }
    };
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public List<Tool> tools() {
    return offered;
  }
}
