package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code stint.ticket.open@1}: opens a ticket, a numbered file in a queue's folder.
 *
 * <p>Every call opens another one, as most ticket systems do: it is not idempotent. But it can be
 * asked. A crash in the middle leaves a doubt that {@link #query} settles, without a second ticket.
 * The gate is passed under the folder's lock, so that whoever holds it afterwards sees the ticket
 * of an earlier call, or knows that there will be none.
 */
public final class TicketTool implements Tool {
  private static final String NAME = "stint.ticket.open";
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          NAME,
          "1.0.0",
          "Opens a ticket in a folder; can say afterwards whether it did",
          Effect.WRITE,
          false,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["queue", "title"],
               "properties": {
                 "queue": %s,
                 "title": {"type": "string", "minLength": 1, "maxLength": 200},
                 "text": {"type": "string", "maxLength": 100000}}}
              """,
              Schemas.NAME),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["queue", "number", "opened"],
               "properties": {
                 "queue": {"type": "string"}, "number": {"type": "string"},
                 "opened": {"type": "boolean"}}}\
              """),
          Duration.ofSeconds(30),
          16,
          1L << 16);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    String queue = SafePaths.name(args.path("queue").asText());
    if (context.dryRun()) return ToolResult.of(receipt(queue, "dry-run").put("opened", false));
    try {
      TicketFolder folder = folder(queue, context);
      synchronized (TicketFolder.class) {
        try (var _ = folder.lock()) {
          return ToolResult.of(open(folder, args, context));
        }
      }
    } catch (IOException e) {
      throw Failures.disk(e);
    }
  }

  private static ObjectNode open(TicketFolder folder, JsonNode args, ToolContext context)
      throws IOException, ToolException, InterruptedException {
    ObjectNode receipt = receipt(args.path("queue").asText(), folder.nextNumber());
    ObjectNode ticket = receipt.deepCopy();
    ticket.put("key", context.idempotencyKey()).put("run", context.runId());
    ticket.set("title", args.path("title"));
    ticket.put("text", args.path("text").asText());
    context.beforeEffect();
    try {
      folder.write(receipt.path("number").asText(), context.idempotencyKey(), ticket);
    } catch (IOException e) {
      throw new ToolException(
          Failure.inDoubt(
              "disk_failed", "the disk refused in the middle: " + e.getClass().getSimpleName()));
    }
    return receipt;
  }

  @Override
  public CallFate query(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    String queue = SafePaths.name(args.path("queue").asText());
    try {
      TicketFolder folder = folder(queue, context);
      synchronized (TicketFolder.class) {
        try (var _ = folder.lock()) {
          return fate(queue, folder.of(context.idempotencyKey()));
        }
      }
    } catch (IOException e) {
      throw Failures.disk(e);
    }
  }

  private static CallFate fate(String queue, List<JsonNode> tickets) {
    return switch (tickets.size()) {
      case 0 -> new CallFate.DidNotHappen();
      case 1 ->
          new CallFate.Happened(
              ToolResult.of(receipt(queue, tickets.getFirst().path("number").asText())));
      default -> new CallFate.Unknown(tickets.size() + " tickets bear this call's key");
    };
  }

  private static TicketFolder folder(String queue, ToolContext context)
      throws IOException, ToolException {
    return new TicketFolder(SafePaths.folder(context.publishRoot(), "tickets/" + queue));
  }

  private static ObjectNode receipt(String queue, String number) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("queue", queue)
        .put("number", number)
        .put("opened", true);
  }
}
