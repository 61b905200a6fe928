package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.api.model.EventJson;
import dev.stint.api.model.RunJson;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.journal.ChainReport;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.persistence.view.RunQuery;
import dev.stint.persistence.view.RunRow;
import dev.stint.persistence.view.TimelineText;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunReader.RunAt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reading runs: always as new as the last acknowledged command, lists a moment behind. */
final class RunRoutes {
  private static final int PAGE = 500;

  private final StintNode node;
  private final EventStreams streams;

  RunRoutes(StintNode node) {
    this.node = node;
    this.streams = new EventStreams(node);
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/runs", this::list),
        Api.route("GET", "/v1/runs/*", this::get),
        Api.route("GET", "/v1/runs/*/events", this::events),
        Api.route("GET", "/v1/runs/*/timeline", this::timeline),
        Api.route("GET", "/v1/runs/*/steps", this::steps),
        Api.route("GET", "/v1/runs/*/artifacts", this::artifacts),
        Api.route("GET", "/v1/runs/*/artifacts/*", this::artifact),
        Api.route("GET", "/v1/runs/*/audit", this::audit));
  }

  private ApiResponse list(ApiRequest request) {
    Caller caller = request.caller(Permission.READ);
    int limit = (int) request.number("limit", 50, 1, 500);
    RunQuery query =
        new RunQuery(
            request.param("job"),
            request.param("status").map(RunRoutes::status),
            request.param("department"),
            request.param("cursor").map(c -> ApiRequest.runId(c).value()),
            limit);
    List<RunRow> rows = node.views().runs(query);
    Instant now = Instant.now();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("items");
    rows.stream()
        .filter(row -> caller.sees(row.submittedBy()))
        .forEach(row -> items.add(RunJson.row(row, now)));
    if (rows.size() == limit) body.put("nextCursor", rows.getLast().runId());
    ApiResponse response = ApiResponse.ok(body);
    if (rows.size() == limit) {
      String next = "/v1/runs?limit=" + limit + "&cursor=" + rows.getLast().runId();
      response.with("Link", "<" + next + ">; rel=\"next\"");
    }
    return response;
  }

  private static RunStatus status(String text) {
    try {
      return RunStatus.parse(text);
    } catch (IllegalArgumentException _) {
      throw ApiProblem.invalid("parameter_invalid", "status: there is no status " + text);
    }
  }

  /** The run, if there is one and the caller may know it: both look the same otherwise. */
  private RunAt run(ApiRequest request) {
    Caller caller = request.authenticated();
    RunId id = ApiRequest.runId(request.segments().get(2));
    Optional<RunAt> found =
        request.param("at").isPresent()
            ? node.reader().at(id, request.number("at", 1, 1, Integer.MAX_VALUE))
            : node.reader().run(id);
    return found
        .filter(run -> caller.sees(run.state().submittedBy()))
        .orElseThrow(() -> ApiProblem.notFound("such run"));
  }

  private ApiResponse get(ApiRequest request) {
    return ApiResponse.ok(RunJson.of(run(request), Instant.now()));
  }

  private ApiResponse steps(ApiRequest request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("items", RunJson.of(run(request), Instant.now()).get("steps"));
    return ApiResponse.ok(body);
  }

  private ApiResponse events(ApiRequest request) {
    RunId id = run(request).state().submitted().run();
    long after = request.number("after", lastEventId(request), 0, Integer.MAX_VALUE);
    boolean follow = !request.param("follow").filter("false"::equals).isPresent();
    if (request.accepts("text/event-stream")) {
      return ApiResponse.stream("text/event-stream", streams.sse(id, after));
    }
    if (request.accepts("application/x-ndjson")) {
      return ApiResponse.stream("application/x-ndjson", streams.ndjson(id, after, follow));
    }
    int limit = (int) request.number("limit", 200, 1, 1000);
    List<RecordedHeader> records = node.reader().history(id, after + 1, limit);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("items");
    records.forEach(record -> items.add(EventJson.of(record)));
    if (records.size() == limit) body.put("nextCursor", records.getLast().seq());
    return ApiResponse.ok(body);
  }

  private static long lastEventId(ApiRequest request) {
    String id = request.header("last-event-id").orElse("");
    return id.matches("\\d{1,9}") ? Long.parseLong(id) : 0;
  }

  private ApiResponse timeline(ApiRequest request) {
    RunAt run = run(request);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("items");
    RunId id = run.state().submitted().run();
    long last = run.last().seq();
    for (long from = 1; from <= last; from += PAGE) {
      int size = (int) Math.min(PAGE, last - from + 1);
      for (RecordedHeader header : node.reader().history(id, from, size)) line(header, items);
    }
    return ApiResponse.ok(body);
  }

  private static void line(RecordedHeader header, ArrayNode items) {
    if (!(JournalEventTail.recorded(header).event() instanceof RunEvent event)) return;
    items
        .addObject()
        .put("seq", header.seq())
        .put("at", header.at().toString())
        .put("actor", header.by())
        .put("type", header.type())
        .put("subject", TimelineText.subject(event))
        .put("text", TimelineText.text(event));
  }

  private ApiResponse artifacts(ApiRequest request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("items", RunJson.of(run(request), Instant.now()).get("artifacts"));
    return ApiResponse.ok(body);
  }

  private ApiResponse artifact(ApiRequest request) {
    RunAt run = run(request);
    String name = request.segments().get(4);
    Artifact artifact =
        run.state().artifacts().stream()
            .filter(a -> a.name().equals(name))
            .findFirst()
            .orElseThrow(() -> ApiProblem.notFound("such artifact"));
    byte[] content = node.reader().artifact(run.state().submitted().run(), artifact);
    boolean text = artifact.mediaType().startsWith("text/");
    return ApiResponse.bytes(200, artifact.mediaType() + (text ? "; charset=UTF-8" : ""), content)
        .with("ETag", "\"" + artifact.sha256() + "\"")
        .with("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
        .with("Content-Disposition", "inline; filename=\"" + artifact.name() + "\"");
  }

  private ApiResponse audit(ApiRequest request) {
    RunAt run = run(request);
    ChainReport report = node.reader().verify(run.state().submitted().run());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("run_id", run.state().submitted().run().value());
    body.put("whole", report.whole());
    body.put("records", run.last().seq());
    body.put("head", run.last().hash());
    if (!report.whole()) body.put("problem", report.toString());
    return ApiResponse.ok(body);
  }
}
