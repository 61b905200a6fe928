package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.api.model.RunJson;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.view.RunCursor;
import dev.stint.persistence.view.RunQuery;
import dev.stint.persistence.view.RunRow;
import dev.stint.runtime.node.StintNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Runs: one is as new as the last acknowledged command, lists are a moment behind. */
final class RunRoutes {
  private final StintNode node;
  private final VisibleRuns visible;
  private final InstantSource clock;

  RunRoutes(StintNode node, InstantSource clock) {
    this.node = node;
    this.visible = new VisibleRuns(node);
    this.clock = clock;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/runs", this::list),
        Api.route("GET", "/v1/runs/*", this::get),
        Api.route("GET", "/v1/runs/*/steps", this::steps));
  }

  private ApiResponse list(ApiRequest request) {
    Caller caller = request.authenticated();
    int limit = (int) request.number("limit", 50, 1, 500);
    RunQuery query =
        new RunQuery(
            request.param("job"),
            request.param("status").map(RunRoutes::status),
            request.param("department"),
            caller.may(Permission.READ) ? Optional.empty() : Optional.of(caller.identity()),
            request.param("cursor").map(RunRoutes::cursor),
            limit);
    List<RunRow> rows = node.views().runs(query);
    Instant now = clock.instant();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("items");
    rows.forEach(row -> items.add(RunJson.row(row, now)));
    if (rows.size() < limit) return ApiResponse.ok(body);
    String next = RunCursor.of(rows.getLast()).text();
    body.put("nextCursor", next);
    return ApiResponse.ok(body).with("Link", "<" + next(request, limit, next) + ">; rel=\"next\"");
  }

  private static RunCursor cursor(String text) {
    return RunCursor.parse(text)
        .orElseThrow(() ->
            ApiProblem.invalid(
                "parameter_invalid", "cursor: expected a nextCursor of a page before"));
  }

  private static String next(ApiRequest request, int limit, String cursor) {
    StringBuilder link = new StringBuilder("/v1/runs?limit=" + limit);
    for (String filter : List.of("job", "status", "department")) {
      request
          .param(filter)
          .ifPresent(value ->
              link.append('&')
                  .append(filter)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return link.append("&cursor=").append(cursor).toString();
  }

  private static RunStatus status(String text) {
    try {
      return RunStatus.parse(text);
    } catch (IllegalArgumentException _) {
      throw ApiProblem.invalid("parameter_invalid", "status: there is no status " + text);
    }
  }

  private ApiResponse get(ApiRequest request) {
    return ApiResponse.ok(RunJson.of(visible.find(request), clock.instant()));
  }

  private ApiResponse steps(ApiRequest request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("items", RunJson.of(visible.find(request), clock.instant()).get("steps"));
    return ApiResponse.ok(body);
  }
}
