package dev.stint.runtime.model.remote;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.model.anthropic.AnthropicMessages;
import dev.stint.runtime.model.gemini.GenerateContent;
import dev.stint.runtime.model.ollama.OllamaChat;
import dev.stint.runtime.model.openai.ChatCompletions;
import dev.stint.runtime.model.openai.Responses;
import dev.stint.runtime.model.server.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A model server in a process of its own, and the protocols by which it is asked. */
final class SpokenServer implements AutoCloseable {
  static final String KEY = "sk-test-0123456789abcdefghijkl";
  static final ServerSettings.Limits SHORT = limits(Duration.ofSeconds(60), Duration.ofSeconds(30));

  private final ServerProcess process;

  private SpokenServer(ServerProcess process) {
    this.process = process;
  }

  enum Spoken {
    CHAT(new ChatCompletions(), "/v1"),
    RESPONSES(new Responses(), "/v1"),
    ANTHROPIC(new AnthropicMessages(), ""),
    OLLAMA(new OllamaChat(), ""),
    GEMINI(new GenerateContent(), "/v1beta");

    private final Protocol protocol;
    private final String base;

    Spoken(Protocol protocol, String base) {
      this.protocol = protocol;
      this.base = base;
    }
  }

  /** Started, and past its first answers, which are slow. */
  static SpokenServer start() throws Exception {
    var server = new SpokenServer(ServerProcess.start());
    var patient = limits(Duration.ofMinutes(1), Duration.ofMinutes(1));
    for (Spoken spoken : Spoken.values()) {
      try (RemoteProvider provider = server.provider(spoken, true, patient)) {
        provider.complete(request("warm-up", Optional.empty()));
      }
    }
    return server;
  }

  static ServerSettings.Limits limits(Duration call, Duration stall) {
    return new ServerSettings.Limits(call, stall, 1_000_000, 8, 0, Duration.ofSeconds(5));
  }

  /** Every protocol, whole and streamed. */
  static Stream<Arguments> ways() {
    return Stream.of(Spoken.values())
        .flatMap(s -> Stream.of(Arguments.of(s, false), Arguments.of(s, true)));
  }

  static ModelRequest request(String model, Optional<JsonNode> schema) {
    var data = List.of(new DataBlock("topic", TextNode.valueOf("retention")));
    return new ModelRequest(model, "Summarise.", data, schema, 50, 0, "run/step/1");
  }

  RemoteProvider provider(Spoken spoken, boolean stream, ServerSettings.Limits limits) {
    return new RemoteProvider(
        new ServerSettings(
            "test",
            process.at(spoken.base),
            () -> Optional.of(KEY),
            stream,
            List.of(),
            1.2,
            limits),
        spoken.protocol);
  }

  ModelReply ask(Spoken spoken, boolean stream, ModelRequest request) throws Exception {
    try (RemoteProvider provider = provider(spoken, stream, SHORT)) {
      return provider.complete(request);
    }
  }

  ModelException fails(Spoken spoken, boolean stream, String model) {
    try (RemoteProvider provider = provider(spoken, stream, patience(model))) {
      return catchThrowableOfType(
          ModelException.class, () -> provider.complete(request(model, Optional.empty())));
    }
  }

  /** Who stalls on purpose need not be given long. */
  private static ServerSettings.Limits patience(String model) {
    return model.startsWith("stall")
        ? limits(Duration.ofSeconds(20), Duration.ofMillis(300))
        : SHORT;
  }

  /** What the server was asked, and which connections it saw closed, so far. */
  List<String> said() {
    return process.said();
  }

  @Override
  public void close() {
    process.close();
  }
}
