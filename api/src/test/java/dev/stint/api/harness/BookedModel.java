package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.ToolCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The client of {@link ModelBooks}. Thread-safe. */
final class BookedModel implements ModelProvider {
  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  BookedModel(URI server) {
    this.server = server;
  }

  @Override
  public String name() {
    return "booked";
  }

  @Override
  public long promptTokens(ModelRequest request) {
    return PromptText.tokens(request);
  }

  @Override
  public ModelReply complete(ModelRequest request) throws ModelException, InterruptedException {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.put("key", request.idempotencyKey());
    asked.put("tools", request.tools().size());
    asked.put("prompt", promptTokens(request));
    var post =
        HttpRequest.newBuilder(server)
            .POST(HttpRequest.BodyPublishers.ofString(asked.toString()))
            .build();
    try {
      return reply(Json.parse(http.send(post, HttpResponse.BodyHandlers.ofString()).body()));
    } catch (IOException e) {
      Failure failure = Failure.retryable("model_unreachable", "the model server broke off");
      throw new ModelException(failure, Optional.empty(), true);
    }
  }

  private static ModelReply reply(JsonNode json) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : json.path("calls")) {
      calls.add(
          new ToolCall("c" + calls.size(), call.path("tool").asText(), call.path("arguments")));
    }
    var usage = TokenUsage.of(json.path("input").asLong(), json.path("output").asLong());
    return new ModelReply(json.path("text").asText(), calls, usage, "booked-1", "stop");
  }
}
