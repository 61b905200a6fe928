package dev.stint.runtime.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Effect;
import dev.stint.config.text.SafeText;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** One tool of a server, as it was listed. Thread-safe. */
final class McpTool implements Tool {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final McpServer server;
  private final String remote;
  private final ToolDescriptor descriptor;

  /**
   * @param remote the server's name of the tool
   */
  McpTool(McpServer server, String remote, ToolDescriptor descriptor) {
    this.server = server;
    this.remote = remote;
    this.descriptor = descriptor;
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    McpConnection connection =
        server
            .connection(patience())
            .orElseThrow(() ->
                ToolException.retryable(
                    "mcp_server_down", server.name() + " is not there now; it is started again"));
    if (!server.tools().contains(this)) {
      throw ToolException.terminal(
          "tool_drift", descriptor.name() + " is not what it was when this call was permitted");
    }
    if (context.dryRun() && descriptor.effect() == Effect.WRITE) return wouldCall();
    context.beforeEffect();
    McpSchema.CallToolResult answer = send(connection, args, context.idempotencyKey());
    boolean structured = descriptor.outputSchema() != McpDescriptor.TEXT_OUTPUT;
    return ToolResult.of(McpAnswer.output(descriptor.name(), structured, answer));
  }

  /** A server that is being started again is worth a little time of the call. */
  private Duration patience() {
    Duration half = descriptor.timeout().dividedBy(2);
    return half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
  }

  private ToolResult wouldCall() throws ToolException {
    if (descriptor.outputSchema() != McpDescriptor.TEXT_OUTPUT) {
      throw ToolException.terminal(
          "tool_has_no_dry_run",
          descriptor.name() + " is a write of another program, whose output cannot be made up");
    }
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("text", "dry run: would call " + remote + " of " + server.name());
    output.putArray("content");
    return ToolResult.of(output);
  }

  private McpSchema.CallToolResult send(McpConnection connection, JsonNode args, String key)
      throws ToolException, InterruptedException {
    try {
      return connection.call(remote, McpJson.map(args), key);
    } catch (McpError e) {
      throw ToolException.terminal(
          "mcp_error",
          descriptor.name() + ": " + SafeText.line(String.valueOf(e.getMessage()), 400));
    } catch (RuntimeException e) {
      throw lost(connection, e);
    }
  }

  /** A server that did not answer: what it did before, nobody knows. */
  private ToolException lost(McpConnection connection, RuntimeException e) {
    if (caused(e, ConnectException.class)) {
      connection.lose("it cannot be reached");
      return ToolException.retryable("mcp_server_down", server.name() + " cannot be reached");
    }
    boolean late = caused(e, TimeoutException.class);
    String why = connection.reason().isEmpty() ? "" : ": " + connection.reason();
    connection.lose(late ? "a call took too long" : "it broke off in the middle of a call");
    String code = late ? "mcp_timeout" : "mcp_server_lost";
    String message =
        server.name()
            + (late ? " did not answer in time" : " broke off in the middle of the call" + why);
    return server.settings().effect(remote).risky()
        ? ToolException.inDoubt(code, message)
        : ToolException.retryable(code, message);
  }

  private static boolean caused(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) return true;
      for (Throwable s : t.getSuppressed()) if (type.isInstance(s)) return true;
    }
    return false;
  }
}
