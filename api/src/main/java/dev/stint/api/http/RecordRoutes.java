package dev.stint.api.http;

import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.api.model.ComparisonJson;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.replay.LineageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about the record across runs: how two differ, and which used something. */
final class RecordRoutes {
  private final StintNode node;
  private final VisibleRuns visible;

  RecordRoutes(StintNode node) {
    this.node = node;
    this.visible = new VisibleRuns(node);
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/runs/*/diff", this::diff),
        Api.route("GET", "/v1/lineage", this::lineage));
  }

  private ApiResponse diff(ApiRequest request) {
    Caller caller = request.authenticated();
    RunId a = visible.find(request).state().submitted().run();
    RunId b =
        ApiRequest.runId(
            request
                .param("with")
                .orElseThrow(() ->
                    ApiProblem.invalid("parameter_invalid", "with: expected the id of a run")));
    node.reader()
        .run(b)
        .filter(run -> caller.sees(run.state().submittedBy()))
        .orElseThrow(() -> ApiProblem.notFound("such run"));
    return ApiResponse.ok(ComparisonJson.of(a, b, node.replays().comparison().compare(a, b)));
  }

  private ApiResponse lineage(ApiRequest request) {
    request.caller(Permission.READ);
    LineageQuery query = query(request);
    String cursor = request.param("cursor").orElse("");
    if (!cursor.isEmpty() && !RunId.isValid(cursor)) {
      throw ApiProblem.invalid(
          "parameter_invalid", "cursor: expected a nextCursor of a page before");
    }
    int runs = (int) request.number("limit", 200, 1, 500);
    return ApiResponse.ok(ComparisonJson.of(node.replays().lineage().page(query, cursor, runs)));
  }

  private static LineageQuery query(ApiRequest request) {
    List<LineageQuery> asked = new ArrayList<>();
    request.param("source").ifPresent(s -> asked.add(new LineageQuery.Source(s)));
    request.param("model").ifPresent(m -> asked.add(new LineageQuery.Model(m)));
    request.param("prompt").ifPresent(p -> asked.add(new LineageQuery.Prompt(hash(p))));
    Optional<String> version = request.param("version");
    request.param("job").ifPresent(j -> asked.add(new LineageQuery.JobVersion(j, version)));
    if (asked.size() == 1) return asked.getFirst();
    throw ApiProblem.invalid(
        "parameter_invalid", "expected exactly one of source, model, prompt and job");
  }

  private static String hash(String text) {
    if (text.matches("[0-9a-f]{8,64}")) return text;
    throw ApiProblem.invalid(
        "parameter_invalid", "prompt: expected 8 to 64 hexadecimal digits of its hash");
  }
}
