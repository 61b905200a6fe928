package dev.stint.runtime.audit.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What who checks the bundle should find of each run, said before. Pure. */
public final class ExpectedFile {
  private ExpectedFile() {}

  /**
   * A run as it was exported.
   *
   * @param head hash of its last record
   * @param status as in the outer contract
   * @param tokens used
   */
  public record Run(long events, String head, String status, long tokens) {}

  public static byte[] write(Map<String, Run> runs) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode listing = json.putObject("runs");
    runs.forEach((id, run) ->
        listing
            .putObject(id)
            .put("events", run.events())
            .put("head", run.head())
            .put("status", run.status())
            .put("tokens", run.tokens()));
    return CanonicalJson.bytes(json);
  }

  public static SortedMap<String, Run> read(byte[] file) {
    SortedMap<String, Run> runs = new TreeMap<>();
    JsonNode json = Json.parse(new String(file, StandardCharsets.UTF_8));
    for (var run : json.path("runs").properties()) {
      JsonNode v = run.getValue();
      runs.put(
          run.getKey(),
          new Run(
              v.path("events").asLong(-1),
              v.path("head").asText(),
              v.path("status").asText(),
              v.path("tokens").asLong(-1)));
    }
    return runs;
  }
}
