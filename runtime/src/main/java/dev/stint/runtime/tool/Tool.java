package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A typed action that a step may take (B1).
 *
 * <p>The runtime validates arguments against {@link ToolDescriptor#inputSchema()} before the call
 * and the output against {@link ToolDescriptor#outputSchema()} after it, applies the grant, the
 * rate limits and the timeout, and calls on a virtual thread that is interrupted by kill and
 * timeout. Implementations are stateless or thread-safe.
 */
public interface Tool {
  ToolDescriptor descriptor();

  /**
   * Performs the action. Must call {@link ToolContext#beforeEffect()} immediately before anything
   * leaves the process, and must not do so when {@link ToolContext#dryRun()} holds.
   *
   * @throws ToolException typed: retryable, terminal or in doubt
   * @throws InterruptedException when killed or timed out; close what is open and leave
   */
  ToolResult call(JsonNode args, ToolContext context) throws ToolException, InterruptedException;
}
