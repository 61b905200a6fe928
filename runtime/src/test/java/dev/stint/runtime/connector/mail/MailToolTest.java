package dev.stint.runtime.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real mail server on loopback. */
class MailToolTest {
  private static final String MAIL =
      "{\"to\": [\"ann@example.org\"], \"cc\": [\"bob@example.org\"], \"subject\": \"Grüße\","
          + " \"text\": \"first\\n.\\nlast ü\"}";

  private GreenMail server;
  private int port;

  @BeforeEach
  void start() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    port = server.getSmtp().getPort();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void shouldDeliverToEveryRecipient() throws Exception {
    JsonNode output = call(MAIL);

    assertThat(output.path("sent").asBoolean()).isTrue();
    assertThat(server.waitForIncomingEmail(5_000, 2)).isTrue();
    MimeMessage received = server.getReceivedMessages()[0];
    assertThat(received.getSubject()).isEqualTo("Grüße");
    assertThat(String.valueOf(received.getContent()).replace("\r\n", "\n").strip())
        .isEqualTo("first\n.\nlast ü");
    assertThat(received.getMessageID()).isEqualTo(output.path("messageId").asText());
    assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void shouldRepeatTheSameMessageId() throws Exception {
    assertThat(call(MAIL).path("messageId")).isEqualTo(call(MAIL).path("messageId"));
  }

  @Test
  void shouldAttachTexts() throws Exception {
    call(
        "{\"to\": [\"ann@example.org\"], \"subject\": \"s\", \"text\": \"see below\","
            + " \"attachments\": [{\"name\": \"a.csv\", \"mediaType\": \"text/csv\", \"text\": \"1,2\"}]}");

    var parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("a.csv");
    assertThat(
            new String(
                parts.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("1,2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eve@evil.example",
        "ann@example.org.evil.example",
        "ann@sub.example.org",
        "Ann <eve@evil.example>",
        "ann@example.org, eve@evil.example",
        "ann@example.org\\r\\nBcc: eve@evil.example",
        "@evil.example:ann@example.org",
        "eve%evil.example@example.org",
        "\\\"eve@evil.example\\\"@example.org",
        ""
      })
  void shouldWriteToNobodyWhoIsNotListed(String address) {
    assertThatThrownBy(() ->
            call(
                "{\"to\": [\"ann@example.org\", \""
                    + address
                    + "\"], \"subject\": \"s\", \"text\": \"t\"}"))
        .hasMessage("mail_recipient_denied: a recipient is not on the list");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void shouldTakeNoSubjectOfTwoLines() {
    JsonNode args =
        Json.parse(
            "{\"to\": [\"a@example.org\"], \"subject\": \"s\\r\\nBcc: e@evil.example\", \"text\": \"t\"}");

    assertThat(JsonSchemas.validate(tool("").descriptor().inputSchema(), args)).isNotEmpty();
  }

  @Test
  void shouldSendNothingInADryRunOrWithoutAPermit() throws Exception {
    var dry = new FolderToolContext(Path.of("."), Map.of(), "key", true);
    var fenced = FolderToolContext.writing(Path.of("."), "key");
    fenced.fence();

    assertThat(tool("").call(Json.parse(MAIL), dry).output().path("sent").asBoolean()).isFalse();
    assertThatThrownBy(() -> tool("").call(Json.parse(MAIL), fenced))
        .isInstanceOf(InterruptedException.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void shouldDoubtAMessageWhoseServerFellSilent() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> takeAndVanish(silent));

      assertThatThrownBy(() -> call("port = " + silent.getLocalPort(), MAIL))
          .isInstanceOfSatisfying(
              ToolException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.IN_DOUBT));
    }
  }

  /** Takes the whole message and hangs up instead of answering. */
  private static void takeAndVanish(ServerSocket listener) {
    try (Socket socket = listener.accept();
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
      var out = socket.getOutputStream();
      out.write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(".")) return;
        if (line.matches("(EHLO|HELO|MAIL|RCPT).*"))
          out.write("250 fine\r\n".getBytes(StandardCharsets.US_ASCII));
        if (line.equals("DATA")) out.write("354 go on\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }

  @Test
  void shouldTryAgainWhenThereIsNoServer() {
    server.stop();

    assertThatThrownBy(() -> call(MAIL))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.RETRYABLE));
  }

  @Test
  void shouldSendNothingToAServerWithoutEncryptionUnlessToldSo() {
    assertThatThrownBy(() -> call("tls = starttls", MAIL)).hasMessageContaining("mail_unreachable");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void shouldConnectThroughTheEgressGateOnly() {
    List<String> problems = new ArrayList<>();
    Tool tool = tool("", EgressGate.PUBLIC_ONLY, problems);

    assertThatThrownBy(
            () -> tool.call(Json.parse(MAIL), FolderToolContext.writing(Path.of("."), "key")))
        .hasMessageContaining("egress_denied");
  }

  @Test
  void shouldNameEveryProblemOfItsSettings() {
    List<String> problems = new ArrayList<>();

    tool(
        "from = nobody, recipients = [\"*\"], password = \"env:PW\"",
        EgressGate.PUBLIC_ONLY,
        problems);

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "stint.tools.mail.office.tls: expected starttls, because a password is sent; found none",
            "stint.tools.mail.office.from: expected an address, found nobody",
            "stint.tools.mail.office.recipients: expected an address or *@domain, found *");
  }

  private JsonNode call(String args) throws Exception {
    return call("", args);
  }

  private JsonNode call(String settings, String args) throws Exception {
    Tool tool = tool(settings);
    JsonNode output =
        tool.call(Json.parse(args), FolderToolContext.writing(Path.of("."), "run/step")).output();
    assertThat(JsonSchemas.validate(tool.descriptor().outputSchema(), output)).isEmpty();
    return output;
  }

  private Tool tool(String settings) {
    List<String> problems = new ArrayList<>();
    Tool tool = tool(settings, EgressGate.of(List.of("127.0.0.1")), problems);
    assertThat(problems).isEmpty();
    return tool;
  }

  private Tool tool(String settings, EgressGate gate, List<String> problems) {
    String all =
        """
        host = "127.0.0.1", port = %d, tls = none, from = "stint@example.org"
        recipients = ["*@example.org"], timeout = 3s
        %s
        """
            .formatted(port, settings);
    var section =
        new SettingsSection("stint.tools.mail.office", ConfigFactory.parseString(all), problems);
    return MailConnector.open(section, new Ports(gate, new Secrets(Map.of()))).getFirst();
  }
}
