package dev.stint.runtime.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.connector.Connectors;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real service, opened from settings like a node does. */
class HttpToolTest {
  private static final String LOOPBACK = "egress.private = [\"127.0.0.1\"]\n";

  private TestService service;

  @BeforeEach
  void start() throws Exception {
    service = new TestService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldReadBelowItsBaseWithWhatTheOwnerAuthenticatesBy() throws Exception {
    // given
    service.answering("/v1/customers", 200, "application/json; charset=utf-8", "{\"n\": [1, 2.5]}");

    // when
    JsonNode output =
        call(
            "get",
            "bearer = \"env:CRM\"",
            "{\"path\": \"customers\", \"query\": {\"q\": \"a b&c\"}}");

    // then
    assertThat(output.at("/json/n/1").decimalValue()).isEqualByComparingTo("2.5");
    assertThat(output.path("status").asInt()).isEqualTo(200);
    var asked = service.asked().getFirst();
    assertThat(asked.uri()).isEqualTo("/v1/customers?q=a%20b%26c");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer crm-token-1");
  }

  @Test
  void shouldAuthenticateByUserAndPasswordOrByAHeaderOfTheService() throws Exception {
    service.answering("/v1/x", 200, "text/plain", "fine");

    call("get", "basic { user = me, password = \"env:CRM\" }", "{\"path\": \"x\"}");
    call("get", "header { name = X-Api-Key, value = \"env:CRM\" }", "{\"path\": \"x\"}");

    assertThat(service.asked().get(0).header("Authorization"))
        .isEqualTo("Basic bWU6Y3JtLXRva2VuLTE=");
    assertThat(service.asked().get(1).header("X-api-key")).isEqualTo("crm-token-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin",
        "../admin",
        "a/../../admin",
        "a/%2e%2E/admin",
        "a%2fb",
        "//evil.example/x",
        "x?y=1",
        "x#y",
        "a\\\\b",
        "a b"
      })
  void shouldNotLeaveItsBase(String path) {
    assertThatThrownBy(() -> call("get", "", "{\"path\": \"" + path + "\"}"))
        .hasMessageContaining("egress_denied");
    assertThat(service.asked()).isEmpty();
  }

  @Test
  void shouldNotReachAPrivateAddressThatIsNotListed() {
    assertThatThrownBy(() ->
            call(registry("", "").resolve("http.crm.get"), "{\"path\": \"x\"}", context(false)))
        .hasMessageContaining("egress_denied");
    assertThat(service.asked()).isEmpty();
  }

  @Test
  void shouldSendTheKeyOfTheCall() throws Exception {
    service.answering("/v1/orders", 201, "application/json", "{\"id\": 7}");

    JsonNode output =
        call("send", "methods = [POST]", "{\"path\": \"orders\", \"json\": {\"b\": 1, \"a\": 2}}");

    assertThat(output.at("/json/id").asInt()).isEqualTo(7);
    var asked = service.asked().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.header("Idempotency-key")).isEqualTo("run/step");
    assertThat(asked.body()).isEqualTo("{\"a\":2,\"b\":1}");
  }

  @Test
  void shouldSayInADryRunWhatItWouldSend() throws Exception {
    JsonNode output =
        call(
            registry(LOOPBACK, "methods = [DELETE]").resolve("http.crm.send"),
            "{\"path\": \"orders/7\"}",
            context(true));

    assertThat(output.path("method").asText()).isEqualTo("DELETE");
    assertThat(output.path("url").asText()).endsWith("/v1/orders/7");
    assertThat(output.path("sent").asBoolean()).isFalse();
    assertThat(service.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, IN_DOUBT", "0, true, RETRYABLE",
    "500, false, IN_DOUBT", "500, true, RETRYABLE",
    "503, false, RETRYABLE", "429, false, RETRYABLE",
    "409, false, TERMINAL", "302, false, TERMINAL"
  })
  void shouldKnowWhatAFailedSendingMeans(int status, boolean idempotent, Failure.Kind kind) {
    service.answering("/v1/orders", status, "text/plain", "sorry");

    assertThatThrownBy(() ->
            call("send", "methods = [POST], idempotent = " + idempotent, "{\"path\": \"orders\"}"))
        .isInstanceOfSatisfying(
            ToolException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
    assertThat(service.asked()).hasSize(1);
  }

  @Test
  void shouldTrySendingAgainWhenNothingHasLeft() {
    // given
    service.close();

    // when, then
    assertThatThrownBy(() -> call("send", "methods = [POST]", "{\"path\": \"orders\"}"))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.RETRYABLE))
        .hasMessageContaining("http_unreachable");
  }

  @Test
  void shouldCarryNoSecretToWhereARedirectLeads() throws Exception {
    try (var elsewhere = new TestService()) {
      service.answering("/v1/x", 302, elsewhere.base() + "v1/x", "");

      assertThatThrownBy(() -> call("get", "bearer = \"env:CRM\"", "{\"path\": \"x\"}"))
          .hasMessageContaining("http_redirect_refused");
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void shouldRefuseAnAnswerThatEchoesItsSecret() {
    service.answering("/v1/echo", 200, "application/json", "{\"you\": \"Bearer crm-token-1\"}");

    assertThatThrownBy(() -> call("get", "bearer = \"env:CRM\"", "{\"path\": \"echo\"}"))
        .hasMessageContaining("secret_echo")
        .hasMessageNotContaining("crm-token-1");
  }

  @Test
  void shouldBlotItsSecretOutOfAnErrorOfTheService() {
    service.answering("/v1/echo", 400, "text/plain", "bad token crm-token-1");

    assertThatThrownBy(() -> call("get", "bearer = \"env:CRM\"", "{\"path\": \"echo\"}"))
        .hasMessageContaining("answered 400: bad token [secret]");
  }

  @Test
  void shouldRefuseASecretThatBreaksItsHeader() {
    assertThatThrownBy(() -> call("get", "bearer = \"env:BROKEN\"", "{\"path\": \"x\"}"))
        .hasMessageContaining("secret_unusable");
    assertThat(service.asked()).isEmpty();
  }

  @Test
  void shouldRefuseBodiesThatMustNotEnterARun() {
    service.answering("/v1/large", 200, "text/plain", "x".repeat(20_000));
    service.answering("/v1/garbage", 200, "application/json", "{\"a\": ");
    service.answering("/v1/twice", 200, "application/json", "{\"a\": 1, \"a\": 2}");
    service.answering("/v1/bytes", new TestService.Answer(200, "image/png", new byte[] {-1, -2}));

    assertThatThrownBy(() -> call("get", "bytes = 10K", "{\"path\": \"large\"}"))
        .hasMessageContaining("body_too_large");
    assertThatThrownBy(() -> call("get", "", "{\"path\": \"garbage\"}"))
        .hasMessageContaining("answer_not_json");
    assertThatThrownBy(() -> call("get", "", "{\"path\": \"twice\"}"))
        .hasMessageContaining("answer_not_json");
    assertThatThrownBy(() -> call("get", "", "{\"path\": \"bytes\"}"))
        .hasMessageContaining("answer_not_text");
  }

  @Test
  void shouldOfferOnlyTheMethodsThatTheOwnerAllows() throws Exception {
    ToolRegistry tools = registry(LOOPBACK, "methods = [GET, PUT]");

    assertThat(tools.list())
        .extracting(t -> t.name())
        .containsExactly("http.crm.get", "http.crm.send");
    assertThat(
            JsonSchemas.validate(
                tools.resolve("http.crm.send").descriptor().inputSchema(),
                Json.parse("{\"path\": \"x\", \"method\": \"DELETE\"}")))
        .isNotEmpty();
  }

  @Test
  void shouldNameEveryProblemOfItsSettings() {
    assertThatThrownBy(() ->
            registry(
                "egress.private = [anywhere]\n",
                "methods = [TRACE], bearer = s3cret, base = \"ftp://x\", timout = 3s"))
        .hasMessageContaining("stint.tools.egress.private: expected an address range")
        .hasMessageContaining("stint.tools.http.crm.methods: expected GET")
        .hasMessageContaining("stint.tools.http.crm.bearer: expected where the secret is")
        .hasMessageContaining("stint.tools.http.crm.base: expected an address")
        .hasMessageContaining("did you mean timeout")
        .hasMessageNotContaining("s3cret");
  }

  private ToolRegistry registry(String before, String settings) {
    String all =
        "egress.private = []\n%shttp.crm { base = \"%sv1\"\n%s\n}"
            .formatted(before, service.base(), settings);
    var secrets = Map.of("CRM", "crm-token-1", "BROKEN", "a\r\nX-Evil: 1");
    return ToolRegistry.over(Connectors.open(ConfigFactory.parseString(all), secrets).sources());
  }

  private JsonNode call(String tool, String settings, String args) throws Exception {
    return call(registry(LOOPBACK, settings).resolve("http.crm." + tool), args, context(false));
  }

  private static JsonNode call(Tool tool, String args, ToolContext context) throws Exception {
    JsonNode parsed = Json.parse(args);
    assertThat(JsonSchemas.validate(tool.descriptor().inputSchema(), parsed)).isEmpty();
    JsonNode output = tool.call(parsed, context).output();
    assertThat(JsonSchemas.validate(tool.descriptor().outputSchema(), output)).isEmpty();
    return output;
  }

  private static FolderToolContext context(boolean dryRun) {
    return new FolderToolContext(Path.of("."), Map.of(), "run/step", dryRun);
  }
}
