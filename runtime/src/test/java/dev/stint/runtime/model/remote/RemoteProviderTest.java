package dev.stint.runtime.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.model.ToolOffer;
import dev.stint.runtime.model.remote.SpokenServer.Spoken;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes back, by every protocol, whole and streamed, from a server in a process of its own.
 */
class RemoteProviderTest {
  private static final JsonNode SCHEMA =
      Json.parse(
          "{\"type\":\"object\",\"x-extract\":\"text\",\"required\":[\"title\"],"
              + "\"properties\":{\"title\":{\"type\":\"string\"}}}");
  private static SpokenServer server;

  @BeforeAll
  static void start() throws Exception {
    server = SpokenServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ModelRequest agent(Optional<JsonNode> schema, ModelMessage... said) {
    var offers =
        List.of(
            new ToolOffer("web.page.get", "Gets a page.", SCHEMA),
            new ToolOffer("test.note", "Notes.", Json.parse("{\"type\":\"object\"}")));
    return new ModelRequest("ok", "Find it.", List.of(), schema, 50, 0, "run/step/2")
        .in(List.of(said), offers);
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldReturnTextAndBilledTokens(Spoken spoken, boolean stream) throws Exception {
    ModelReply reply = server.ask(spoken, stream, SpokenServer.request("ok", Optional.empty()));

    assertThat(reply.text()).startsWith("You said: ").contains("retention");
    assertThat(reply.usage()).isEqualTo(TokenUsage.of(11, 7));
    assertThat(reply.modelVersion()).isEqualTo("ok-2026-01-15");
    assertThat(reply.finishReason()).isEqualTo("stop");
    assertThat(reply.calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldAskForAnswersThatFitASchema(Spoken spoken, boolean stream) throws Exception {
    ModelReply reply = server.ask(spoken, stream, SpokenServer.request("ok", Optional.of(SCHEMA)));

    assertThat(Json.parse(reply.text())).isEqualTo(Json.parse("{\"title\": \"text\"}"));
    assertThat(reply.calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldReadWhichToolsAModelAsksFor(Spoken spoken, boolean stream) throws Exception {
    ModelReply reply = server.ask(spoken, stream, agent(Optional.empty()));

    assertThat(reply.text()).isEqualTo("Let me look.");
    assertThat(reply.calls())
        .containsExactly(
            new ToolCall("call_1", "web.page.get", Json.parse("{\"title\": \"text\"}")));
    assertThat(reply.finishReason()).isEqualTo("tool_calls");
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldTellWhatToolsAnsweredUntilAnAnswerComes(Spoken spoken, boolean stream)
      throws Exception {
    var call = new ToolCall("call_1_1", "web.page.get", Json.parse("{\"title\": \"t\"}"));
    var more = new ToolCall("call_1_2", "test.note", TextNode.valueOf("no object"));

    ModelReply reply =
        server.ask(
            spoken,
            stream,
            agent(
                spoken == Spoken.ANTHROPIC ? Optional.of(SCHEMA) : Optional.empty(),
                new ModelMessage.Assistant("Let me look.", List.of(call, more)),
                new ModelMessage.ToolOutput("call_1_1", Json.parse("{\"page\": 1}"), false),
                new ModelMessage.ToolOutput("call_1_2", Json.parse("{\"error\": \"x\"}"), true)));

    assertThat(reply.calls()).isEmpty();
    assertThat(reply.text()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldBillTheReservationWhenUsageSaysNothing(Spoken spoken, boolean stream)
      throws Exception {
    for (String model : List.of("no-usage", "negative")) {
      ModelRequest request = SpokenServer.request(model, Optional.empty());
      try (RemoteProvider provider = server.provider(spoken, stream, SpokenServer.SHORT)) {
        ModelReply reply = provider.complete(request);

        assertThat(reply.usage())
            .isEqualTo(TokenUsage.of(provider.promptTokens(request), request.maxOutputTokens()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldCountCachedAndReasoningTokens(Spoken spoken, boolean stream) throws Exception {
    TokenUsage usage =
        server.ask(spoken, stream, SpokenServer.request("all-kinds", Optional.empty())).usage();

    assertThat(usage)
        .isEqualTo(
            switch (spoken) {
              case OLLAMA -> TokenUsage.of(110, 70);
              case ANTHROPIC -> new TokenUsage(110, 90, 70, 0);
              case CHAT, RESPONSES, GEMINI -> new TokenUsage(110, 90, 70, 40);
            });
  }

  @Test
  void shouldSendTheKeyWhereTheProtocolWantsIt() throws Exception {
    for (Spoken spoken : Spoken.values())
      server.ask(spoken, true, SpokenServer.request("keyed", Optional.empty()));

    await()
        .untilAsserted(() ->
            assertThat(server.said())
                .contains(
                    "openai-chat keyed Bearer " + SpokenServer.KEY,
                    "openai-responses keyed Bearer " + SpokenServer.KEY,
                    "anthropic keyed " + SpokenServer.KEY,
                    "ollama keyed Bearer " + SpokenServer.KEY,
                    "gemini keyed " + SpokenServer.KEY));
  }
}
