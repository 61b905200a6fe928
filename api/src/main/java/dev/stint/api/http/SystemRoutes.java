package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.http.Api.Access;
import dev.stint.api.model.ModelJson;
import dev.stint.api.model.ToolJson;
import dev.stint.runtime.node.StintNode;
import java.util.List;
import java.util.Locale;

/** The server about itself. */
final class SystemRoutes {
  private static final long MOST_LAG = 10_000;

  private final StintNode node;
  private final ServerState state;
  private final Metrics metrics;

  SystemRoutes(StintNode node, ServerState state, Metrics metrics) {
    this.node = node;
    this.state = state;
    this.metrics = metrics;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.open(
            "/livez",
            Access.ANYBODY,
            _ -> ApiResponse.ok(JsonNodeFactory.instance.objectNode().put("live", true))),
        Api.open("/readyz", Access.ANYBODY, _ -> ready()),
        Api.open(
            "/metrics",
            Access.LOOPBACK,
            _ -> ApiResponse.text(Metrics.CONTENT_TYPE, metrics.text())),
        Api.open("/version", Access.LOOPBACK, _ -> version()),
        Api.route("GET", "/v1/tools", this::tools),
        Api.route("GET", "/v1/models", this::models),
        Api.route("GET", "/v1/me", this::me));
  }

  private ApiResponse ready() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode reasons = body.putArray("reasons");
    if (state.draining()) reasons.add("draining");
    if (node.viewLag() > MOST_LAG) reasons.add("views are behind the journal");
    node.checkpointer().stopped().ifPresent(reasons::add);
    body.put("ready", reasons.isEmpty());
    return ApiResponse.json(reasons.isEmpty() ? 200 : 503, body);
  }

  private static ApiResponse version() {
    return ApiResponse.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "stint")
            .put("version", Build.version())
            .put("java", Runtime.version().toString()));
  }

  private ApiResponse tools(ApiRequest request) {
    request.authenticated();
    return ApiResponse.ok(ToolJson.list(node.tools()));
  }

  private ApiResponse models(ApiRequest request) {
    request.authenticated();
    return ApiResponse.ok(ModelJson.list(node.models()));
  }

  private ApiResponse me(ApiRequest request) {
    Caller caller = request.authenticated();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("identity", caller.identity());
    caller
        .roles()
        .forEach(role -> body.withArray("roles").add(role.name().toLowerCase(Locale.ROOT)));
    caller.groups().forEach(body.putArray("groups")::add);
    return ApiResponse.ok(body);
  }
}
