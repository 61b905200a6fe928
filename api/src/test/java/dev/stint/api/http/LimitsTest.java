package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large, too deep or no HTTP at all is refused, and harms nobody (M2, B5, B8, B10). */
class LimitsTest {
  @TempDir static Path data;
  private static TestServer stint;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(TestServer.quickJob("quick"));
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static String raw(String startLine, String headers) throws Exception {
    return stint.raw(startLine + "\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }

  private static void assertProblem(String answer, int status, String code) throws Exception {
    assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(Json.parse(body).path("code").asText()).isEqualTo(code);
    assertThat(Json.parse(body).path("status").asInt()).isEqualTo(status);
    assertThat(stint.get("/readyz").path("ready").asBoolean()).isTrue();
  }

  @Test
  void shouldRefuseHeadersThatAreTooLarge() throws Exception {
    String long64k = "X-Long: " + "a".repeat(64 << 10) + "\r\n";
    assertProblem(raw("GET /v1/runs HTTP/1.1", long64k), 431, "headers_too_large");
  }

  @Test
  void shouldRefuseTooManyHeaders() throws Exception {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) many.append("X-H").append(i).append(": 1\r\n");
    assertThat(raw("GET /v1/runs HTTP/1.1", many.toString()))
        .startsWith("HTTP/1.1 4")
        .contains("application/problem+json");
  }

  @Test
  void shouldRefuseAPathThatIsTooLong() throws Exception {
    assertProblem(raw("GET /" + "a".repeat(9000) + " HTTP/1.1", ""), 414, "uri_too_long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1",
        "GET /v1/runs?a=%zz HTTP/1.1",
        "GET /v1/runs HTTP/9.9",
        "nonsense",
        "G\u0001T / HTTP/1.1"
      })
  void shouldAnswerNonsenseWithAProblemThatDoesNotEchoIt(String startLine) throws Exception {
    String answer = raw(startLine, "");
    assertThat(answer).startsWith("HTTP/1.1 ").contains("application/problem+json");
    assertThat(answer.substring(9, 10)).isIn("4", "5");
    assertThat(answer).doesNotContain("\u0001", "Exception");
    assertThat(stint.get("/readyz").path("ready").asBoolean()).isTrue();
  }

  @Test
  void shouldRefuseABodyOfTwoLengths() throws Exception {
    String answer =
        raw(
            "POST /v1/jobs/quick/runs HTTP/1.1",
            "Authorization: Bearer "
                + stint.owner
                + "\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
  }

  @Test
  void shouldStopReadingABodyThatDoesNotSayHowLongItIs() throws Exception {
    byte[] piece = " ".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
    HttpResponse<String> answer =
        stint.send(
            stint
                .request("/v1/jobs/quick/runs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArrays(Collections.nCopies(40, piece))));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("body_too_large");
  }

  @Test
  void shouldRefuseJsonThatIsTooDeepOrOutOfRange() throws Exception {
    String deep = "[".repeat(100_000);
    for (String bad : new String[] {deep, "{\"budget\":1e9999}", "{\"a\":NaN}", "{} {}"}) {
      HttpResponse<String> answer = stint.post("/v1/jobs/quick/runs", bad);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body().length()).isLessThan(2000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u00c3\u00a9", "TOO_LONG"})
  void shouldRefuseIdempotencyKeysItCannotKeep(String key) throws Exception {
    String sent = key.equals("TOO_LONG") ? "k".repeat(7000) : key;
    String answer =
        raw(
            "POST /v1/jobs/quick/runs HTTP/1.1",
            "Authorization: Bearer "
                + stint.owner
                + "\r\nContent-Length: 0\r\nIdempotency-Key: "
                + sent
                + "\r\n");
    assertProblem(answer, 400, "idempotency_key_invalid");
  }
}
