package dev.stint.runtime.connector.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;

/** One thing that can be done below a root: {@code files.NAME.list}, {@code read} and so on. */
record FileTool(ToolDescriptor descriptor, Action action) implements Tool {
  /** What it does. */
  @FunctionalInterface
  interface Action {
    JsonNode act(JsonNode args, ToolContext context) throws ToolException, InterruptedException;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    return ToolResult.of(action.act(args, context));
  }
}
