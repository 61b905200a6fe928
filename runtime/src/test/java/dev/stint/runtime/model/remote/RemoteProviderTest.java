package dev.stint.runtime.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure.Kind;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.model.ToolOffer;
import dev.stint.runtime.model.anthropic.AnthropicMessages;
import dev.stint.runtime.model.gemini.GenerateContent;
import dev.stint.runtime.model.ollama.OllamaChat;
import dev.stint.runtime.model.openai.ChatCompletions;
import dev.stint.runtime.model.openai.Responses;
import dev.stint.runtime.model.server.ServerProcess;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every protocol, whole and streamed, against a server in a process of its own. */
class RemoteProviderTest {
  private static final String KEY = "sk-test-0123456789abcdefghijkl";
  private static final JsonNode SCHEMA =
      Json.parse(
          "{\"type\":\"object\",\"x-extract\":\"text\",\"required\":[\"title\"],"
              + "\"properties\":{\"title\":{\"type\":\"string\"}}}");
  private static ServerProcess server;

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

    RemoteProvider provider(boolean stream, ServerSettings.Limits limits) {
      return new RemoteProvider(
          new ServerSettings(
              "test", server.at(base), () -> Optional.of(KEY), stream, List.of(), 1.2, limits),
          protocol);
    }
  }

  private static ServerSettings.Limits limits(Duration call, Duration stall) {
    return new ServerSettings.Limits(call, stall, 1_000_000, 8, 0, Duration.ofSeconds(5));
  }

  private static final ServerSettings.Limits SHORT =
      limits(Duration.ofSeconds(20), Duration.ofMillis(1000));

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.start();
    var patient = limits(Duration.ofMinutes(1), Duration.ofMinutes(1));
    for (Spoken spoken : Spoken.values()) {
      try (RemoteProvider provider = spoken.provider(true, patient)) {
        provider.complete(request("warm-up", Optional.empty())); // its first answers are slow
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of(Spoken.values())
        .flatMap(s -> Stream.of(Arguments.of(s, false), Arguments.of(s, true)));
  }

  private static ModelReply ask(Spoken spoken, boolean stream, ModelRequest request)
      throws Exception {
    try (RemoteProvider provider = spoken.provider(stream, SHORT)) {
      return provider.complete(request);
    }
  }

  private static ModelException fails(Spoken spoken, boolean stream, String model) {
    return catchThrowableOfType(
        ModelException.class, () -> ask(spoken, stream, request(model, Optional.empty())));
  }

  private static ModelRequest request(String model, Optional<JsonNode> schema) {
    var data = List.of(new DataBlock("topic", TextNode.valueOf("retention")));
    return new ModelRequest(model, "Summarise.", data, schema, 50, 0, "run/step/1");
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
  @MethodSource("ways")
  void shouldReturnTextAndBilledTokens(Spoken spoken, boolean stream) throws Exception {
    ModelReply reply = ask(spoken, stream, request("ok", Optional.empty()));

    assertThat(reply.text()).startsWith("You said: ").contains("retention");
    assertThat(reply.usage()).isEqualTo(TokenUsage.of(11, 7));
    assertThat(reply.modelVersion()).isEqualTo("ok-2026-01-15");
    assertThat(reply.finishReason()).isEqualTo("stop");
    assertThat(reply.calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldAskForAnswersThatFitASchema(Spoken spoken, boolean stream) throws Exception {
    ModelReply reply = ask(spoken, stream, request("ok", Optional.of(SCHEMA)));

    assertThat(Json.parse(reply.text())).isEqualTo(Json.parse("{\"title\": \"text\"}"));
    assertThat(reply.calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldReadWhichToolsAModelAsksFor(Spoken spoken, boolean stream) throws Exception {
    ModelReply reply = ask(spoken, stream, agent(Optional.empty()));

    assertThat(reply.text()).isEqualTo("Let me look.");
    assertThat(reply.calls())
        .containsExactly(
            new ToolCall("call_1", "web.page.get", Json.parse("{\"title\": \"text\"}")));
    assertThat(reply.finishReason()).isEqualTo("tool_calls");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldTellWhatToolsAnsweredUntilAnAnswerComes(Spoken spoken, boolean stream)
      throws Exception {
    var call = new ToolCall("call_1_1", "web.page.get", Json.parse("{\"title\": \"t\"}"));
    var more = new ToolCall("call_1_2", "test.note", TextNode.valueOf("no object"));

    ModelReply reply =
        ask(
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
  @CsvSource({
    "busy,RETRYABLE,model_rate_limited,false",
    "no-quota,TERMINAL,model_quota_exhausted,false",
    "overloaded,RETRYABLE,model_unavailable,false",
    "broken,RETRYABLE,model_unavailable,false",
    "forbidden,TERMINAL,model_unauthorized,false",
    "bad-request,TERMINAL,model_refused,false",
    "too-long,TERMINAL,model_context_exceeded,false",
    "nobody,TERMINAL,model_unknown,false",
    "elsewhere,TERMINAL,model_refused,false",
    "garbage,RETRYABLE,model_reply_malformed,true",
    "huge,RETRYABLE,model_reply_too_large,true",
    "hang-up,RETRYABLE,model_connection_lost,true",
    "stall,RETRYABLE,model_stalled,true",
    "stall-body,RETRYABLE,model_stalled,true",
  })
  void shouldNameEachFailure(String model, Kind kind, String code, boolean billed) {
    for (Spoken spoken : Spoken.values()) {
      for (boolean stream : new boolean[] {true, false}) {
        ModelException failure = fails(spoken, stream, model);

        assertThat(failure).as("%s %s", spoken, stream).isNotNull();
        assertThat(failure.failure().code()).as("%s %s", spoken, stream).isEqualTo(code);
        assertThat(failure.failure().kind()).isEqualTo(kind);
        assertThat(failure.billed()).isEqualTo(billed);
        assertThat(failure.getMessage()).doesNotContain(KEY);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldNotTakeHalfAnAnswerForOne(Spoken spoken, boolean stream) {
    ModelException failure = fails(spoken, stream, "truncated");

    assertThat(failure.failure().code()).isIn("model_reply_malformed", "model_connection_lost");
    assertThat(failure.failure().kind()).isEqualTo(Kind.RETRYABLE);
    assertThat(failure.tokens()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Spoken.class)
  void shouldSeeAnErrorInTheMiddleOfAStream(Spoken spoken) {
    ModelException failure = fails(spoken, true, "error-in-stream");

    assertThat(failure.failure().code()).isEqualTo("model_unavailable");
    assertThat(failure.tokens()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldSayThatAnAnswerWasFiltered(Spoken spoken, boolean stream) {
    if (spoken == Spoken.OLLAMA) return; // it has no filter
    ModelException failure = fails(spoken, stream, "filtered");

    assertThat(failure.failure().code()).isEqualTo("model_content_filtered");
    assertThat(failure.tokens()).contains(18L);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldSayThatAnAnswerWasCut(Spoken spoken, boolean stream) throws Exception {
    assertThat(ask(spoken, stream, request("cut", Optional.empty())).finishReason())
        .isEqualTo("length");
    if (spoken == Spoken.ANTHROPIC) return; // its answers in a schema are calls
    ModelException failure =
        catchThrowableOfType(
            ModelException.class, () -> ask(spoken, stream, request("cut", Optional.of(SCHEMA))));
    assertThat(failure.failure().code()).isEqualTo("model_output_cut");
    assertThat(failure.tokens()).contains(18L);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldBillTheReservationWhenUsageSaysNothing(Spoken spoken, boolean stream)
      throws Exception {
    for (String model : List.of("no-usage", "negative")) {
      ModelRequest request = request(model, Optional.empty());
      try (RemoteProvider provider = spoken.provider(stream, SHORT)) {
        ModelReply reply = provider.complete(request);

        assertThat(reply.usage())
            .isEqualTo(TokenUsage.of(provider.promptTokens(request), request.maxOutputTokens()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldCountCachedAndReasoningTokens(Spoken spoken, boolean stream) throws Exception {
    TokenUsage usage = ask(spoken, stream, request("all-kinds", Optional.empty())).usage();

    assertThat(usage)
        .isEqualTo(
            switch (spoken) {
              case OLLAMA -> TokenUsage.of(110, 70);
              case ANTHROPIC -> new TokenUsage(110, 90, 70, 0);
              case CHAT, RESPONSES, GEMINI -> new TokenUsage(110, 90, 70, 40);
            });
  }

  @Test
  void shouldPassOnWhenToComeBack() {
    assertThat(fails(Spoken.CHAT, true, "busy").retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(fails(Spoken.GEMINI, false, "overloaded").retryAfter())
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void shouldLeaveABusyServerAlone() {
    var limits =
        new ServerSettings.Limits(
            Duration.ofSeconds(20), Duration.ofSeconds(5), 1000, 8, 0, Duration.ofSeconds(1));
    try (RemoteProvider provider = Spoken.CHAT.provider(true, limits)) {
      catchThrowableOfType(
          ModelException.class, () -> provider.complete(request("busy", Optional.empty())));

      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> provider.complete(request("ok", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_busy");
      assertThat(failure.billed()).isFalse();
      assertThat(failure.retryAfter().orElseThrow())
          .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    }
  }

  @Test
  void shouldTakeNoMorePlacesThanAreThere() throws Exception {
    var limits =
        new ServerSettings.Limits(
            Duration.ofSeconds(20), Duration.ofSeconds(20), 1000, 1, 0, Duration.ofMillis(100));
    try (RemoteProvider provider = Spoken.CHAT.provider(true, limits)) {
      Thread busy = calling(provider, "stall", new AtomicReference<>());
      await().until(() -> server.said().stream().anyMatch(l -> l.startsWith("openai-chat stall")));

      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> provider.complete(request("ok", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_busy");
      busy.interrupt();
      busy.join();
      assertThat(provider.complete(request("ok", Optional.empty())).finishReason())
          .isEqualTo("stop");
    }
  }

  @Test
  void shouldSendTheKeyWhereTheProtocolWantsIt() throws Exception {
    for (Spoken spoken : Spoken.values()) ask(spoken, true, request("keyed", Optional.empty()));

    await()
        .untilAsserted(() ->
            assertThat(server.said())
                .contains(
                    "openai-chat keyed Bearer " + KEY,
                    "openai-responses keyed Bearer " + KEY,
                    "anthropic keyed " + KEY,
                    "ollama keyed Bearer " + KEY,
                    "gemini keyed " + KEY));
  }

  @ParameterizedTest
  @CsvSource({"stall,false", "stall,true", "slow,true", "slow,false"})
  void shouldCloseTheConnectionWhenInterrupted(String model, boolean stream) throws Exception {
    var long10 = limits(Duration.ofMinutes(10), Duration.ofMinutes(10));
    long before = closed(model);
    try (RemoteProvider provider = Spoken.ANTHROPIC.provider(stream, long10)) {
      var ended = new AtomicReference<Throwable>();
      long asked = server.said().stream().filter(l -> l.startsWith("anthropic " + model)).count();
      Thread call = calling(provider, model, ended);
      await()
          .until(() ->
              server.said().stream().filter(l -> l.startsWith("anthropic " + model)).count()
                  > asked);

      call.interrupt();

      await().atMost(Duration.ofSeconds(1)).until(() -> closed(model) > before);
      call.join();
      assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }
  }

  private static long closed(String model) {
    return server.said().stream().filter(l -> l.startsWith("closed " + model)).count();
  }

  private static Thread calling(
      RemoteProvider provider, String model, AtomicReference<Throwable> ended) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            provider.complete(request(model, Optional.empty()));
          } catch (ModelException | InterruptedException e) {
            ended.set(e);
          }
        });
  }

  @Test
  void shouldEndACallThatOnlyDribbles() {
    try (RemoteProvider provider =
        Spoken.CHAT.provider(true, limits(Duration.ofSeconds(1), Duration.ofSeconds(30)))) {
      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> provider.complete(request("slow", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_timeout");
    }
  }

  @Test
  void shouldSayThatNothingWasBilledWhenNobodyListens() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    var settings =
        new ServerSettings(
            "nobody",
            URI.create("http://127.0.0.1:" + closed + "/v1"),
            Optional::empty,
            true,
            List.of(),
            1.2,
            SHORT);
    try (var nobody = new RemoteProvider(settings, new ChatCompletions())) {
      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> nobody.complete(request("ok", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_unreachable");
      assertThat(failure.tokens()).contains(0L);
    }
  }

  @Test
  void shouldKeepTheKeyFromServersThatAreNotReachedSafely() {
    var settings =
        new ServerSettings(
            "far",
            URI.create("http://models.example.org/v1"),
            () -> Optional.of(KEY),
            true,
            List.of(),
            1.2,
            SHORT);
    try (var far = new RemoteProvider(settings, new ChatCompletions())) {
      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> far.complete(request("ok", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_insecure");
      assertThat(failure.getMessage()).doesNotContain(KEY);
    }
  }
}
