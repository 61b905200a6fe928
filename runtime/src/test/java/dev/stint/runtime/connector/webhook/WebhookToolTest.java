package dev.stint.runtime.connector.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.http.TestService;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Received by a real service and checked by the standard's own library. */
class WebhookToolTest {
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ARGS =
      "{\"type\": \"report.published\", \"data\": {\"b\": 1, \"a\": \"ü\"}}";

  private TestService receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new TestService().answering("/hook", 204, "text/plain", "");
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void shouldSignAsTheStandardSays() throws Exception {
    JsonNode output = call(ARGS, false);

    var asked = receiver.asked().getFirst();
    new Webhook(KEY)
        .verify(asked.body(), HttpHeaders.of(lowerCase(asked.headers()), (_, _) -> true));
    assertThat(asked.body())
        .isEqualTo("{\"data\":{\"a\":\"ü\",\"b\":1},\"type\":\"report.published\"}");
    assertThat(output.path("sent").asBoolean()).isTrue();
  }

  @Test
  void shouldBeRefusedByTheStandardWhenItsBodyWasChanged() throws Exception {
    call(ARGS, false);

    var asked = receiver.asked().getFirst();
    assertThatThrownBy(() ->
            new Webhook(KEY)
                .verify(
                    asked.body().replace("1", "2"),
                    HttpHeaders.of(lowerCase(asked.headers()), (_, _) -> true)))
        .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
  }

  @Test
  void shouldRepeatTheSameMessage() throws Exception {
    call(ARGS, false);
    call(ARGS, false);

    assertThat(receiver.asked().get(0).header("Webhook-id"))
        .startsWith("msg_")
        .isEqualTo(receiver.asked().get(1).header("Webhook-id"));
    assertThat(receiver.asked().get(0).body()).isEqualTo(receiver.asked().get(1).body());
  }

  @Test
  void shouldSendNothingInADryRun() throws Exception {
    assertThat(call(ARGS, true).path("sent").asBoolean()).isFalse();
    assertThat(receiver.asked()).isEmpty();
  }

  @Test
  void shouldWantItsKeyByPlace() {
    List<String> problems = new ArrayList<>();

    tools("url = \"%shook\", secret = \"%s\"".formatted(receiver.base(), KEY), problems);

    assertThat(String.join("\n", problems))
        .contains("stint.tools.webhooks.ops.secret: expected where the secret is")
        .doesNotContain(KEY);
  }

  private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
    var lower = new java.util.TreeMap<String, List<String>>();
    headers.forEach((name, values) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), values));
    return lower;
  }

  private JsonNode call(String args, boolean dryRun) throws Exception {
    List<String> problems = new ArrayList<>();
    Tool tool =
        tools("url = \"%shook\", secret = \"env:HOOK\"".formatted(receiver.base()), problems)
            .getFirst();
    assertThat(problems).isEmpty();
    return tool.call(
            Json.parse(args), new FolderToolContext(Path.of("."), Map.of(), "run/step", dryRun))
        .output();
  }

  private static List<Tool> tools(String settings, List<String> problems) {
    var ports = new Ports(EgressGate.of(List.of("127.0.0.1")), new Secrets(Map.of("HOOK", KEY)));
    return WebhookConnector.open(
        new SettingsSection(
            "stint.tools.webhooks.ops", ConfigFactory.parseString(settings), problems),
        ports,
        InstantSource.system());
  }
}
