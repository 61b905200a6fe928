package dev.stint.runtime.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure.Kind;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server in a process of its own. */
class OpenAiProviderTest {
  private static final String KEY = "sk-test-0123456789abcdefghijkl";
  private static int port;
  private static Process server;
  private static BufferedReader lines;
  private static OpenAiProvider provider;

  @BeforeAll
  static void start() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    server =
        new ProcessBuilder(
                java.toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedModelServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    lines = server.inputReader(StandardCharsets.UTF_8);
    port = Integer.parseInt(lines.readLine());
    provider = provider(port, Duration.ofMillis(1500));
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.destroyForcibly();
  }

  @Test
  void shouldReturnTextAndBilledTokens() throws Exception {
    ModelReply reply = provider.complete(request("ok"));

    assertThat(reply).isEqualTo(new ModelReply("{}", 11, 7, "ok-2026-01", "stop"));
    assertThat(lines.readLine()).isEqualTo("ok false Bearer " + KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "busy,RETRYABLE,model_rate_limited,false",
    "broken,RETRYABLE,model_unavailable,false",
    "forbidden,TERMINAL,model_unauthorized,false",
    "bad-request,TERMINAL,model_refused,false",
    "nobody,TERMINAL,model_unknown,false",
    "truncated,RETRYABLE,model_reply_malformed,true",
    "garbage,RETRYABLE,model_reply_malformed,true",
    "huge,RETRYABLE,model_reply_too_large,true",
    "hang-up,RETRYABLE,model_connection_lost,true",
    "stall,RETRYABLE,model_timeout,true",
    "stall-body,RETRYABLE,model_timeout,true",
    "cut,TERMINAL,model_output_cut,true"
  })
  void shouldNameEachFailure(String model, Kind kind, String code, boolean billed)
      throws Exception {
    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> provider.complete(request(model)));
    lines.readLine();

    assertThat(failure.failure().code()).isEqualTo(code);
    assertThat(failure.failure().kind()).isEqualTo(kind);
    assertThat(failure.billed()).isEqualTo(billed);
    assertThat(failure.getMessage()).doesNotContain(KEY).doesNotContain("Bearer");
  }

  @Test
  void shouldPassOnWhenToComeBack() throws Exception {
    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> provider.complete(request("busy")));
    lines.readLine();

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({"no-usage", "negative"})
  void shouldBillTheReservationWhenUsageSaysNothing(String model) throws Exception {
    ModelRequest request = request(model);

    ModelReply reply = provider.complete(request);
    lines.readLine();

    assertThat(reply.promptTokens()).isEqualTo(provider.promptTokens(request));
    assertThat(reply.outputTokens()).isEqualTo(request.maxOutputTokens());
  }

  @Test
  void shouldEndAtOnceWhenInterrupted() throws Exception {
    var slow = provider(port, Duration.ofMinutes(5));
    var ended = new AtomicReference<Throwable>();
    Thread call =
        Thread.ofVirtual()
            .start(() -> {
              try {
                slow.complete(request("stall"));
              } catch (ModelException | InterruptedException e) {
                ended.set(e);
              }
            });
    lines.readLine();

    call.interrupt();

    await().atMost(Duration.ofSeconds(2)).until(() -> ended.get() != null);
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    slow.close();
  }

  @Test
  void shouldSayThatNothingWasBilledWhenNobodyListens() throws Exception {
    int closed;
    try (var socket = new java.net.ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    var nobody = provider(closed, Duration.ofSeconds(5));

    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> nobody.complete(request("ok")));

    assertThat(failure.failure().code()).isEqualTo("model_unreachable");
    assertThat(failure.billed()).isFalse();
    nobody.close();
  }

  private static OpenAiProvider provider(int port, Duration timeout) {
    URI base = URI.create("http://127.0.0.1:" + port + "/v1");
    return new OpenAiProvider(
        new OpenAiSettings("openai", base, () -> Optional.of(KEY), timeout, 1_000_000));
  }

  private static ModelRequest request(String model) {
    var data = List.of(new DataBlock("topic", TextNode.valueOf("retention")));
    var schema = Json.parse("{\"type\":\"object\",\"x-extract\":\"text\"}");
    return new ModelRequest(model, "Summarise.", data, Optional.of(schema), 50, 0, "run/step/1");
  }
}
