package dev.stint.runtime.model.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.model.ToolOffer;
import dev.stint.runtime.model.remote.Opening;
import dev.stint.runtime.model.remote.ToolNames;

/** A conversation as chat completions want it; Ollama's form differs in small things. Pure. */
public final class Messages {
  private final ArrayNode messages;
  private final boolean argumentsAsText;

  /**
   * @param argumentsAsText whether arguments of calls are JSON in a text, or JSON
   */
  public Messages(ArrayNode messages, boolean argumentsAsText) {
    this.messages = messages;
    this.argumentsAsText = argumentsAsText;
  }

  public void add(Opening opening, ModelRequest request) {
    opening.system().ifPresent(system -> say("system", system));
    say("user", opening.user());
    for (ModelMessage message : request.messages()) {
      switch (message) {
        case ModelMessage.User user -> say("user", user.text());
        case ModelMessage.Assistant said -> said(said);
        case ModelMessage.ToolOutput answer ->
            say("tool", CanonicalJson.text(answer.output())).put("tool_call_id", answer.call());
      }
    }
  }

  private ObjectNode say(String role, String text) {
    return messages.addObject().put("role", role).put("content", text);
  }

  private void said(ModelMessage.Assistant said) {
    ObjectNode message = say("assistant", said.text());
    if (said.calls().isEmpty()) return;
    ArrayNode calls = message.putArray("tool_calls");
    for (ToolCall call : said.calls()) {
      ObjectNode json = calls.addObject().put("id", call.id()).put("type", "function");
      ObjectNode function = json.putObject("function").put("name", ToolNames.plain(call.tool()));
      if (argumentsAsText) function.put("arguments", CanonicalJson.text(call.arguments()));
      else function.set("arguments", call.arguments());
    }
  }

  /** The tools that are offered, if any. */
  public static void tools(ObjectNode body, ModelRequest request) {
    if (request.tools().isEmpty()) return;
    ArrayNode tools = body.putArray("tools");
    for (ToolOffer offer : request.tools()) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", ToolNames.plain(offer.name())).put("description", offer.description());
      function.set("parameters", offer.inputSchema());
    }
  }
}
