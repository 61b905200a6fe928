package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.model.EventJson;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.persistence.view.TimelineText;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunReader.RunAt;
import java.util.List;

/** What happened in a run: as a page, as a stream, as sentences. */
final class EventRoutes {
  private static final int PAGE = 500;

  private final StintNode node;
  private final VisibleRuns visible;
  private final EventStreams streams;

  EventRoutes(StintNode node, HttpSettings settings, ServerState state) {
    this.node = node;
    this.visible = new VisibleRuns(node);
    this.streams = new EventStreams(node, state, settings.heartbeat());
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/runs/*/events", this::events),
        Api.route("GET", "/v1/runs/*/timeline", this::timeline));
  }

  private ApiResponse events(ApiRequest request) {
    RunId id = visible.find(request).state().submitted().run();
    long after = request.number("after", lastEventId(request), 0, Integer.MAX_VALUE);
    // The page's own name for the same thing.
    after = request.number("cursor", after, 0, Integer.MAX_VALUE);
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
    RunAt run = visible.find(request);
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
}
