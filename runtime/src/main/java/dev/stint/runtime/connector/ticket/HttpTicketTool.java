package dev.stint.runtime.connector.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.connector.http.Answers;
import dev.stint.runtime.connector.http.Endpoint;
import dev.stint.runtime.connector.http.Query;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ticket.NAME.open}: opens a ticket that carries the key of the call. Where the tracker
 * finds tickets by it, a call in doubt is asked about instead of being left to a person.
 */
final class HttpTicketTool implements Tool {
  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  private final TicketSettings settings;
  private final ToolDescriptor descriptor;

  HttpTicketTool(TicketSettings settings) {
    this.settings = settings;
    this.descriptor =
        new ToolDescriptor(
            settings.name() + ".open",
            "1.0.0",
            "Opens a ticket in " + settings.name(),
            Effect.WRITE,
            settings.idempotent(),
            settings.lookUp().isPresent(),
            Optional.empty(),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["title"],
                 "x-stint-control": [],
                 "properties": {
                   "title": {"type": "string", "minLength": 1, "maxLength": 200},
                   "text": {"type": "string", "maxLength": 100000}}}
                """),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["opened"],
                 "properties": {"opened": {"type": "boolean"}, "id": {"type": "string"}}}
                """),
            settings.endpoint().timeout().plusSeconds(5),
            8,
            65_536);
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    ObjectNode ticket = JsonNodeFactory.instance.objectNode();
    settings.constants().forEach(ticket::put);
    ticket.put(settings.fields().get("title"), args.path("title").asText());
    ticket.put(settings.fields().get("text"), args.path("text").asText());
    String key = settings.fields().getOrDefault("key", "");
    if (!key.isEmpty()) ticket.put(key, context.idempotencyKey());
    if (context.dryRun()) {
      return ToolResult.of(JsonNodeFactory.instance.objectNode().put("opened", false));
    }
    Map<String, String> headers =
        Map.of(
            "Accept", "application/json",
            "Content-Type", "application/json",
            "Idempotency-Key", context.idempotencyKey());
    URI uri = settings.endpoint().address(settings.create(), "");
    HttpAnswer answer =
        settings
            .endpoint()
            .exchange(
                new Endpoint.Request(
                    "POST", uri, headers, CanonicalJson.bytes(ticket), true, settings.idempotent()),
                context);
    return receipt(answer);
  }

  /** The tracker has taken it; an answer that cannot be read does not undo that. */
  private ToolResult receipt(HttpAnswer answer) throws ToolException {
    try {
      return receipt(Answers.json(answer));
    } catch (ToolException e) {
      throw settings.idempotent()
          ? e
          : new ToolException(Failure.inDoubt(e.failure().code(), e.failure().message()));
    }
  }

  private ToolResult receipt(JsonNode ticket) {
    ObjectNode receipt = JsonNodeFactory.instance.objectNode().put("opened", true);
    JsonNode id = ticket.at(settings.id());
    if (id.isValueNode()) receipt.put("id", id.asText());
    return ToolResult.of(receipt);
  }

  @Override
  public CallFate query(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    if (settings.lookUp().isEmpty())
      return new CallFate.Unknown(settings.name() + " has no look-up");
    String[] parts =
        settings
            .lookUp()
            .get()
            .replace("{key}", Query.encoded(context.idempotencyKey()))
            .split("\\?", 2);
    URI uri = settings.endpoint().address(parts[0], parts.length > 1 ? parts[1] : "");
    Endpoint.Request request = new Endpoint.Request("GET", uri, JSON, new byte[0], false, true);
    JsonNode found = Answers.json(settings.endpoint().ask(request)).at(settings.found());
    if (!found.isArray()) return new CallFate.Unknown(settings.name() + " answered with no list");
    return switch (found.size()) {
      case 0 ->
          settings.settled()
              ? new CallFate.DidNotHappen()
              : new CallFate.Unknown("no ticket bears this call's key yet");
      case 1 -> new CallFate.Happened(receipt(found.get(0)));
      default -> new CallFate.Unknown(found.size() + " tickets bear this call's key");
    };
  }
}
