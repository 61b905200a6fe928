package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Has runs replayed some at a time: asked for one by one, asking is a third of the work. */
final class ReplayRequests {
  /** Few enough that a page of long runs is answered in time. */
  private static final int RUNS = 25;

  /** Pages that the server works on at once: enough for its processors, and no flood. */
  private static final int AT_ONCE = 4;

  private ReplayRequests() {}

  /**
   * What {@code request} finds for each run, in their order, as it comes.
   *
   * @param request what to do with each
   */
  static Stream<JsonNode> of(ApiClient api, ObjectNode request, List<String> runs) {
    return runs.stream()
        .gather(Gatherers.windowFixed(RUNS))
        .gather(Gatherers.mapConcurrent(AT_ONCE, page -> replay(api, request, page)))
        .flatMap(answer -> answer.path("items").valueStream());
  }

  private static JsonNode replay(ApiClient api, ObjectNode request, List<String> page) {
    ObjectNode body = request.deepCopy();
    ArrayNode runs = body.putArray("runs");
    page.forEach(runs::add);
    return api.post("/v1/replay", body, Map.of());
  }
}
