package dev.stint.runtime.tool.sdk;

import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;

/**
 * A tool of your own: takes a record, gives back a record (B1). The schemas of both are derived,
 * arguments and outputs are checked against them, so that no check is needed here.
 *
 * <p>Found in a plugin by the name of its class in {@code
 * META-INF/services/dev.stint.runtime.tool.sdk.TypedTool}; needs a constructor without arguments.
 * Must be stateless or thread-safe.
 *
 * @param <I> the arguments
 * @param <O> the output
 */
public interface TypedTool<I extends Record, O extends Record> {
  /** What the tool says about itself. Always the same. */
  Declaration<I, O> declaration();

  /**
   * Does it. Before anything leaves this process it must call {@link ToolContext#beforeEffect()};
   * when {@link ToolContext#dryRun()} holds it must do nothing and say what it would do.
   *
   * @throws ToolException with {@link ToolException#retryable}, {@link ToolException#terminal} or
   *     {@link ToolException#inDoubt}
   * @throws InterruptedException when killed or timed out; close what is open and leave
   */
  O call(I in, ToolContext context) throws ToolException, InterruptedException;

  /**
   * What became of an earlier call with the context's idempotency key. Asked only where the
   * declaration is {@link Declaration#queryable()}; without effect.
   */
  default Fate<O> fate(I in, ToolContext context) throws ToolException, InterruptedException {
    return new Fate.Unknown<>("this tool cannot be asked");
  }
}
