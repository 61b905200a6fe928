package dev.stint.runtime.connector.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.connector.http.Endpoint;
import dev.stint.runtime.connector.secret.Secret;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * {@code webhook.NAME.send}: one signed message. Its id comes from the key of the call and its body
 * from the arguments alone, so that a repeat is the same message, which receivers drop by its id.
 */
final class WebhookTool implements Tool {
  private final Endpoint endpoint;
  private final URI address;
  private final Secret secret;
  private final InstantSource clock;
  private final ToolDescriptor descriptor;

  /**
   * @param address of the receiver, below the endpoint's base
   * @param secret signs
   */
  WebhookTool(
      Endpoint endpoint, URI address, Secret secret, String description, InstantSource clock) {
    this.endpoint = endpoint;
    this.address = address;
    this.secret = secret;
    this.clock = clock;
    this.descriptor =
        new ToolDescriptor(
            endpoint.name() + ".send",
            "1.0.0",
            "Sends a signed message to " + description,
            Effect.WRITE,
            true,
            Optional.empty(),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["type", "data"],
                 "x-stint-control": ["type"],
                 "properties": {
                   "type": {"type": "string", "pattern": "^[a-zA-Z0-9_]{1,64}([.][a-zA-Z0-9_]{1,64}){0,7}$"},
                   "data": {"type": "object"}}}
                """),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["id", "sent"],
                 "properties": {
                   "id": {"type": "string"}, "sent": {"type": "boolean"},
                   "status": {"type": "integer"}, "bodyHash": {"type": "string"}}}
                """),
            endpoint.timeout().plusSeconds(5),
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
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("type", args.path("type").asText()).set("data", args.path("data"));
    byte[] body = CanonicalJson.bytes(message);
    String id = "msg_" + Sha256.hex(context.idempotencyKey()).substring(0, 32);
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("id", id);
    output.put("bodyHash", Sha256.hex(body));
    if (context.dryRun()) return ToolResult.of(output.put("sent", false));
    long now = clock.instant().getEpochSecond();
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "webhook-id",
            id,
            "webhook-timestamp",
            String.valueOf(now),
            "webhook-signature",
            signature(id, now, body));
    HttpAnswer answer =
        endpoint.exchange(
            new Endpoint.Request("POST", address, headers, body, true, true), context);
    return ToolResult.of(output.put("sent", true).put("status", answer.status()));
  }

  private String signature(String id, long now, byte[] body) throws ToolException {
    try {
      return WebhookSignature.of(endpoint.ports().secrets().value(secret), id, now, body);
    } catch (IllegalArgumentException e) {
      throw Failures.terminal(
          "secret_unusable",
          secret.setting()
              + ": expected whsec_ and base64 of 24 to 64 bytes, found something else");
    }
  }
}
