package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.journal.record.RecordedHeader;
import java.nio.charset.StandardCharsets;

/** An event as the contract shows it, with its place in the chain. Pure. */
public final class EventJson {
  private EventJson() {}

  public static ObjectNode of(RecordedHeader header) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("seq", header.seq());
    json.put("type", header.type());
    json.put("at", header.at().toString());
    json.put("actor", header.by());
    json.put("hash", header.hash());
    json.put("prev", header.prev());
    json.set("data", Json.parse(new String(header.data(), StandardCharsets.UTF_8)));
    return json;
  }
}
