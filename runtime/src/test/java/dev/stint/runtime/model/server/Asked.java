package dev.stint.runtime.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a request asks, whatever the protocol.
 *
 * @param tools names and schemas that are offered
 * @param told the last message is what a tool answered
 */
record Asked(
    String model,
    boolean stream,
    String text,
    List<Tool> tools,
    boolean told,
    Optional<JsonNode> schema) {
  record Tool(String name, JsonNode schema) {}
}
