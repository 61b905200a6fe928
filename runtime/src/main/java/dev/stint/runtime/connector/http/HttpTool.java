package dev.stint.runtime.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * {@code http.NAME.get} or {@code http.NAME.send}: one request below the service's address (B2). A
 * request that sends carries the key of the call, so that a service that knows keys does it once.
 */
final class HttpTool implements Tool {
  private final HttpSettings settings;
  private final boolean sends;
  private final ToolDescriptor descriptor;

  HttpTool(HttpSettings settings, boolean sends) {
    this.settings = settings;
    this.sends = sends;
    Endpoint endpoint = settings.endpoint();
    this.descriptor =
        new ToolDescriptor(
            settings.name() + (sends ? ".send" : ".get"),
            "1.0.0",
            (sends ? "Sends to " : "Reads from ") + settings.description(),
            sends ? Effect.WRITE : Effect.READ,
            !sends || settings.idempotent(),
            Optional.empty(),
            input(sends, sends ? settings.writes() : settings.reads()),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["url", "sent"],
                 "properties": {
                   "url": {"type": "string"}, "sent": {"type": "boolean"},
                   "method": {"type": "string"}, "status": {"type": "integer"},
                   "mediaType": {"type": "string"}, "json": {}, "text": {"type": "string"},
                   "bodyHash": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}
                """),
            endpoint.timeout().plusSeconds(5),
            settings.concurrent(),
            Math.min(64L << 20, 6L * endpoint.bytes() + 65_536));
  }

  private static JsonNode input(boolean sends, List<String> methods) {
    var schema =
        (ObjectNode)
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["path"],
                 "properties": {
                   "path": {"type": "string", "maxLength": 1000},
                   "query": {"type": "object", "maxProperties": 50, "additionalProperties": {
                     "type": ["string", "number", "boolean"]}}}}
                """);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    var choice = properties.putObject("method");
    methods.forEach(choice.putArray("enum")::add);
    choice.put("default", methods.contains("POST") ? "POST" : methods.getFirst());
    if (sends) properties.putObject("json");
    return schema;
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    URI uri = settings.endpoint().address(args.path("path").asText(), query(args.path("query")));
    String standard = descriptor.inputSchema().at("/properties/method/default").asText();
    String method = args.path("method").asText(standard);
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("url", uri.toString()).put("method", method);
    if (sends && context.dryRun()) return ToolResult.of(output.put("sent", false));
    HttpAnswer answer = settings.endpoint().exchange(request(method, uri, args, context), context);
    output.put("sent", true).put("status", answer.status());
    output.put("mediaType", Answers.mediaType(answer));
    if (Answers.isJson(answer) && answer.body().length > 0) {
      output.set("json", Answers.json(answer));
    } else {
      output.put("text", Answers.text(answer));
    }
    return ToolResult.of(output.put("bodyHash", Sha256.hex(answer.body())));
  }

  private Endpoint.Request request(String method, URI uri, JsonNode args, ToolContext context) {
    Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json, text/*;q=0.9"));
    byte[] body = new byte[0];
    if (args.has("json")) {
      headers.put("Content-Type", "application/json");
      body = CanonicalJson.text(args.get("json")).getBytes(StandardCharsets.UTF_8);
    }
    if (sends) headers.put(settings.keyHeader(), context.idempotencyKey());
    return new Endpoint.Request(method, uri, headers, body, sends, settings.idempotent());
  }

  private static String query(JsonNode values) {
    var query = new StringJoiner("&");
    for (var value : values.properties()) {
      query.add(Query.encoded(value.getKey()) + "=" + Query.encoded(value.getValue().asText()));
    }
    return query.toString();
  }
}
