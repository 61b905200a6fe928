package dev.stint.runtime.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure.Kind;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.openai.ChatCompletions;
import dev.stint.runtime.model.remote.SpokenServer.Spoken;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong, by every protocol: named, billed or not, to be tried again or not. */
class RemoteFailureTest {
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
        ModelException failure = server.fails(spoken, stream, model);

        assertThat(failure).as("%s %s", spoken, stream).isNotNull();
        assertThat(failure.failure().code()).as("%s %s", spoken, stream).isEqualTo(code);
        assertThat(failure.failure().kind()).isEqualTo(kind);
        assertThat(failure.billed()).isEqualTo(billed);
        assertThat(failure.getMessage()).doesNotContain(SpokenServer.KEY);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldNotTakeHalfAnAnswerForOne(Spoken spoken, boolean stream) {
    ModelException failure = server.fails(spoken, stream, "truncated");

    assertThat(failure.failure().code()).isIn("model_reply_malformed", "model_connection_lost");
    assertThat(failure.failure().kind()).isEqualTo(Kind.RETRYABLE);
    assertThat(failure.tokens()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Spoken.class)
  void shouldSeeAnErrorInTheMiddleOfAStream(Spoken spoken) {
    ModelException failure = server.fails(spoken, true, "error-in-stream");

    assertThat(failure.failure().code()).isEqualTo("model_unavailable");
    assertThat(failure.tokens()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldSayThatAnAnswerWasFiltered(Spoken spoken, boolean stream) {
    if (spoken == Spoken.OLLAMA) return; // it has no filter
    ModelException failure = server.fails(spoken, stream, "filtered");

    assertThat(failure.failure().code()).isEqualTo("model_content_filtered");
    assertThat(failure.tokens()).contains(18L);
  }

  @ParameterizedTest
  @MethodSource("dev.stint.runtime.model.remote.SpokenServer#ways")
  void shouldSayThatAnAnswerWasCut(Spoken spoken, boolean stream) throws Exception {
    assertThat(
            server
                .ask(spoken, stream, SpokenServer.request("cut", Optional.empty()))
                .finishReason())
        .isEqualTo("length");
    if (spoken == Spoken.ANTHROPIC) return; // its answers in a schema are calls
    ModelException failure =
        catchThrowableOfType(
            ModelException.class,
            () -> server.ask(spoken, stream, SpokenServer.request("cut", Optional.of(SCHEMA))));
    assertThat(failure.failure().code()).isEqualTo("model_output_cut");
    assertThat(failure.tokens()).contains(18L);
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
            SpokenServer.SHORT);
    try (var nobody = new RemoteProvider(settings, new ChatCompletions())) {
      ModelException failure =
          catchThrowableOfType(
              ModelException.class,
              () -> nobody.complete(SpokenServer.request("ok", Optional.empty())));

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
            () -> Optional.of(SpokenServer.KEY),
            true,
            List.of(),
            1.2,
            SpokenServer.SHORT);
    try (var far = new RemoteProvider(settings, new ChatCompletions())) {
      ModelException failure =
          catchThrowableOfType(
              ModelException.class,
              () -> far.complete(SpokenServer.request("ok", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_insecure");
      assertThat(failure.getMessage()).doesNotContain(SpokenServer.KEY);
    }
  }
}
