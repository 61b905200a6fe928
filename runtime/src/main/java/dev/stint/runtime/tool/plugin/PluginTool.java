package dev.stint.runtime.tool.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;

/**
 * A plugin's tool: called with its own classes around it, and whatever breaks in it is a failure of
 * the call rather than of the node.
 */
record PluginTool(Tool tool, ToolDescriptor descriptor, ClassLoader classes) implements Tool {
  private interface Call<T> {
    T make() throws ToolException, InterruptedException;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    return within(() -> tool.call(args, context));
  }

  @Override
  public CallFate query(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    return within(() -> tool.query(args, context));
  }

  private <T> T within(Call<T> call) throws ToolException, InterruptedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      return call.make();
    } catch (LinkageError | AssertionError e) {
      // As any other fault in a tool: the step decides whether it leaves a doubt.
      throw new IllegalStateException(descriptor.name() + " broke: " + e, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
