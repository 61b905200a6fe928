package dev.stint.runtime.connector.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.connector.http.Answers;
import dev.stint.runtime.connector.http.Endpoint;
import dev.stint.runtime.connector.http.Query;
import dev.stint.runtime.connector.openapi.OpenApiDocument.Operation;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code openapi.NAME.OPERATION}: one operation of a document. */
final class OperationTool implements Tool {
  private final Operation operation;
  private final OperationShape shape;
  private final OpenApiSettings settings;
  private final Endpoint endpoint;
  private final boolean writes;
  private final ToolDescriptor descriptor;

  OperationTool(
      Operation operation, OperationShape shape, OpenApiSettings settings, Endpoint endpoint) {
    this.operation = operation;
    this.shape = shape;
    this.settings = settings;
    this.endpoint = endpoint;
    this.writes = !operation.method().matches("get|head");
    this.descriptor =
        new ToolDescriptor(
            settings.name() + "." + toolName(operation.id()),
            settings.version(),
            description(operation),
            writes ? Effect.WRITE : Effect.READ,
            !writes || repeatable(),
            Optional.empty(),
            shape.input(),
            shape.output(),
            endpoint.timeout().plusSeconds(5),
            settings.concurrent(),
            Math.min(64L << 20, 6L * endpoint.bytes() + 65_536));
  }

  /** {@code listPets} and {@code List Pets} are {@code list_pets}. */
  static String toolName(String id) {
    String words = id.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]+", "_");
    String name = words.toLowerCase(Locale.ROOT).replaceAll("^_+|_+$", "");
    String named = name.matches("[a-z].*") ? name : "op_" + name;
    return named.substring(0, Math.min(64, named.length()));
  }

  private static String description(Operation operation) {
    String summary = operation.body().path("summary").asText();
    String text = summary.isBlank() ? operation.body().path("description").asText() : summary;
    String shown = text.isBlank() ? operation.method() + " " + operation.path() : text;
    return shown.substring(0, Math.min(1_000, shown.length()));
  }

  private boolean repeatable() {
    return settings.idempotent().contains(operation.id()) || operation.method().equals("put");
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    URI uri = endpoint.address(path(args), query(args));
    ObjectNode output = JsonNodeFactory.instance.objectNode().put("url", uri.toString());
    if (writes && context.dryRun()) return ToolResult.of(output.put("sent", false));
    HttpAnswer answer = endpoint.exchange(request(uri, args, context), context);
    output.put("sent", true).put("status", answer.status());
    if (Answers.isJson(answer) && answer.body().length > 0) {
      output.set("body", Answers.json(answer));
    } else if (answer.body().length > 0) {
      output.put("text", Answers.text(answer));
    }
    return ToolResult.of(output);
  }

  private String path(JsonNode args) throws ToolException {
    String path = operation.path().replaceFirst("^/", "");
    for (Parameter parameter : shape.parameters()) {
      if (!parameter.place().equals("path")) continue;
      String value = text(args.path(parameter.property()));
      if (value.isEmpty() || value.equals(".") || value.equals("..") || value.contains("/")) {
        throw Failures.terminal(
            "path_refused", "expected one segment of a path for " + parameter.name());
      }
      path = path.replace("{" + parameter.name() + "}", Query.encoded(value));
    }
    return path;
  }

  private String query(JsonNode args) {
    var query = new StringJoiner("&");
    for (Parameter parameter : shape.parameters()) {
      JsonNode value = args.path(parameter.property());
      if (!parameter.place().equals("query") || value.isMissingNode()) continue;
      String name = Query.encoded(parameter.name()) + "=";
      if (value.isArray() && parameter.explode()) {
        value.forEach(item -> query.add(name + Query.encoded(text(item))));
      } else {
        query.add(name + Query.encoded(text(value)));
      }
    }
    return query.toString();
  }

  private Endpoint.Request request(URI uri, JsonNode args, ToolContext context) {
    Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
    for (Parameter parameter : shape.parameters()) {
      JsonNode value = args.path(parameter.property());
      if (!parameter.place().equals("header") || value.isMissingNode()) continue;
      headers.put(parameter.name(), text(value));
    }
    byte[] body = new byte[0];
    if (args.has("body")) {
      headers.put("Content-Type", "application/json");
      body = CanonicalJson.bytes(args.get("body"));
    }
    if (writes) headers.put(settings.keyHeader(), context.idempotencyKey());
    String method = operation.method().toUpperCase(Locale.ROOT);
    return new Endpoint.Request(method, uri, headers, body, writes, descriptor.idempotent());
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) return value.asText();
    return StreamSupport.stream(value.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(","));
  }
}
