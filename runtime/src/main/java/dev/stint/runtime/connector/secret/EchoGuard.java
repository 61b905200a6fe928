package dev.stint.runtime.connector.secret;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tool whose results and errors hold no secret that this node used (A13): such a result is
 * refused with {@code secret_echo} and the owner is told to change the secret. Thread-safe.
 */
public record EchoGuard(Tool guarded, Secrets secrets) implements Tool {
  private static final Logger LOG = LoggerFactory.getLogger(EchoGuard.class);

  @Override
  public ToolDescriptor descriptor() {
    return guarded.descriptor();
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    try {
      return checked(guarded.call(args, context));
    } catch (ToolException e) {
      throw blotted(e);
    }
  }

  @Override
  public CallFate query(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    try {
      return switch (guarded.query(args, context)) {
        case CallFate.Happened happened -> new CallFate.Happened(checked(happened.result()));
        case CallFate.Unknown unknown -> new CallFate.Unknown(secrets.blotted(unknown.why()));
        case CallFate.DidNotHappen none -> none;
      };
    } catch (ToolException e) {
      throw blotted(e);
    }
  }

  private ToolResult checked(ToolResult result) throws ToolException {
    var echoed = secrets.echoedIn(result.output());
    if (echoed.isEmpty()) return result;
    String tool = descriptor().name();
    LOG.error("{} returned the secret of {}: change that secret", tool, echoed.get());
    throw new ToolException(
        Failure.terminal(
            "secret_echo",
            "the result of "
                + tool
                + " held the secret of "
                + echoed.get()
                + ", so it was not taken; change that secret"));
  }

  private ToolException blotted(ToolException e) {
    Failure was = e.failure();
    String message = secrets.blotted(was.message());
    return message.equals(was.message())
        ? e
        : new ToolException(new Failure(was.kind(), was.code(), message));
  }
}
