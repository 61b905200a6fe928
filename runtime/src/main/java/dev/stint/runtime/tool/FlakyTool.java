package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code stint.flaky@1}: fails its first {@code failures} calls per idempotency key, or takes its
 * time.
 *
 * <p>Diagnostics: for trying retries, timeouts, kill and crash recovery by hand. Calls are counted
 * in a file, so that the count survives a crash of the node.
 */
public final class FlakyTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.flaky",
          "1.0.0",
          "Fails or dawdles as told (diagnostics)",
          Effect.WRITE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "properties": {
                 "failures": {"type": "integer", "minimum": 0, "maximum": 1000, "default": 0},
                 "kind": {"enum": ["retryable", "terminal", "in_doubt"], "default": "retryable"},
                 "delayMs": {"type": "integer", "minimum": 0, "maximum": 3600000, "default": 0},
                 "value": {}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["calls", "value"],
               "properties": {"calls": {"type": "integer"}, "value": {}}}\
              """),
          Duration.ofHours(1),
          256,
          1L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    JsonNode value = args.has("value") ? args.get("value") : JsonNodeFactory.instance.nullNode();
    if (context.dryRun()) return result(0, value);
    context.beforeEffect();
    int calls;
    try {
      calls = count(context);
    } catch (IOException e) {
      throw Failures.disk(e);
    }
    Thread.sleep(Duration.ofMillis(args.path("delayMs").asLong(0)));
    if (calls > args.path("failures").asInt(0)) return result(calls, value);
    String message = "told to fail: call " + calls + " of " + args.path("failures").asInt();
    throw new ToolException(
        switch (args.path("kind").asText("retryable")) {
          case "terminal" -> Failure.terminal("flaky", message);
          case "in_doubt" -> Failure.inDoubt("flaky", message);
          default -> Failure.retryable("flaky", message);
        });
  }

  private static ToolResult result(int calls, JsonNode value) {
    return ToolResult.of(
        JsonNodeFactory.instance.objectNode().put("calls", calls).set("value", value));
  }

  /** The file grows by one byte a call: appending needs no lock. */
  private static int count(ToolContext context) throws IOException, ToolException {
    String name = Sha256.hex(context.idempotencyKey());
    Path file = SafePaths.folder(context.publishRoot(), "flaky").resolve(name);
    DurableFiles.append(file, new byte[] {'.'});
    return (int) Files.size(file);
  }
}
