package dev.stint.runtime.model.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelMessage.Assistant;
import dev.stint.runtime.model.ModelMessage.ToolOutput;
import dev.stint.runtime.model.ModelMessage.User;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model is shown, as rules look at it. Immutable once made.
 *
 * @param text everything, as one text
 * @param data the data blocks by name
 * @param results every tool output so far: {@code {tool, output, failed}}, oldest first
 * @param newest those that came after the model's last reply
 */
record Shown(String text, JsonNode data, List<JsonNode> results, List<JsonNode> newest) {
  static Shown of(ModelRequest request) {
    var text = new StringBuilder(request.instructions());
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    request
        .data()
        .forEach(block -> {
          data.set(block.name(), block.value());
          text.append('\n').append(plain(block.value()));
        });
    Map<String, String> tools = new HashMap<>();
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    int newest = 0;
    for (ModelMessage message : request.messages()) {
      switch (message) {
        case User user -> text.append('\n').append(user.text());
        case Assistant said -> {
          text.append('\n').append(said.text());
          for (ToolCall call : said.calls()) tools.put(call.id(), call.tool());
          newest = results.size();
        }
        case ToolOutput answer -> {
          text.append('\n').append(plain(answer.output()));
          results
              .addObject()
              .put("tool", tools.getOrDefault(answer.call(), ""))
              .put("failed", answer.failed())
              .set("output", answer.output());
        }
      }
    }
    List<JsonNode> all = results.valueStream().toList();
    return new Shown(text.toString(), data, all, all.subList(newest, all.size()));
  }

  /** A text as it is, anything else as JSON. */
  static String plain(JsonNode value) {
    return value.isTextual() ? value.textValue() : CanonicalJson.text(value);
  }
}
