package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The outcome of a tool call.
 *
 * @param output checked against the tool's output schema before it enters the run
 * @param tokens tokens of text that the call admitted into the run (0 for most tools); counted
 *     against the run's budget, at most what the arguments' {@code maxTokens} reserved
 */
public record ToolResult(JsonNode output, long tokens) {
  public static ToolResult of(JsonNode output) {
    return new ToolResult(output, 0);
  }
}
