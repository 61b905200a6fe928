package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.report.RemoteReferences;

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

  /**
   * The arguments as they would leave: before they are shown to a person, recorded and sent, with
   * whatever would reach elsewhere from where they go taken out (A15). Computes only.
   */
  default JsonNode outgoing(JsonNode args, RemoteReferences rule) {
    return args;
  }

  /**
   * Whether {@link #call} computes its output from its arguments alone and returns at once: no
   * file, no network, no clock, no waiting. Such calls may be made before their permit is durable,
   * and made again after a crash, which nobody can tell. Only for tools whose effect is {@code
   * none}.
   */
  default boolean computesOnly() {
    return false;
  }

  /**
   * Says what became of an earlier call with the context's idempotency key. Asked only where {@link
   * ToolDescriptor#queryable()} holds, after the call has ended or its node has died. Has no
   * effect, and may be repeated. When in doubt, {@link CallFate.Unknown}: a wrong "did not happen"
   * doubles the effect.
   *
   * @param args those of the call
   * @throws ToolException retryable when it could not be asked now; anything else counts as unknown
   * @throws InterruptedException when nobody wants to know any more
   */
  default CallFate query(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    return new CallFate.Unknown(descriptor().name() + " cannot be asked");
  }
}
