package dev.stint.runtime.connector.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.http.TestService;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real service that plays a tracker. */
class HttpTicketToolTest {
  private static final String FIELDS =
      """
      fields { title = subject, text = description, key = external_id }
      constants { queue = finance }
      id = "/issue/number"
      look-up = "issues/search?external_id={key}"
      found = "/issues"
      create = issues
      """;
  private static final JsonNode ARGS =
      Json.parse("{\"title\": \"Mismatch\", \"text\": \"1 <> 2\"}");

  private TestService tracker;

  @BeforeEach
  void start() throws Exception {
    tracker = new TestService();
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void shouldOpenATicketInTheFieldsOfTheTracker() throws Exception {
    tracker.answering("/issues", 201, "application/json", "{\"issue\": {\"number\": 42}}");

    JsonNode output = tool(FIELDS).call(ARGS, context(false)).output();

    assertThat(output).isEqualTo(Json.parse("{\"opened\": true, \"id\": \"42\"}"));
    assertThat(tracker.asked().getFirst().body())
        .isEqualTo(
            "{\"description\":\"1 <> 2\",\"external_id\":\"run/step\",\"queue\":\"finance\","
                + "\"subject\":\"Mismatch\"}");
  }

  @Test
  void shouldDoubtATicketWhoseAnswerWasLost() {
    tracker.answering("/issues", 0, "", "");

    assertThatThrownBy(() -> tool(FIELDS).call(ARGS, context(false)))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.IN_DOUBT));
  }

  @Test
  void shouldFindATicketByItsKey() throws Exception {
    tracker.answering(
        "/issues/search", 200, "application/json", "{\"issues\": [{\"issue\": {\"number\": 42}}]}");

    CallFate fate = tool(FIELDS).query(ARGS, context(false));

    assertThat(fate)
        .isInstanceOfSatisfying(
            CallFate.Happened.class,
            happened -> assertThat(happened.result().output().path("id").asText()).isEqualTo("42"));
    assertThat(tracker.asked().getFirst().uri()).isEqualTo("/issues/search?external_id=run%2Fstep");
  }

  @Test
  void shouldTakeNothingFoundForNoneOnlyWhereTheTrackerIsSettled() throws Exception {
    tracker.answering("/issues/search", 200, "application/json", "{\"issues\": []}");

    assertThat(tool(FIELDS).query(ARGS, context(false))).isInstanceOf(CallFate.Unknown.class);
    assertThat(tool(FIELDS + "settled = true").query(ARGS, context(false)))
        .isInstanceOf(CallFate.DidNotHappen.class);
  }

  @Test
  void shouldAskNothingOutsideInADryRun() throws Exception {
    assertThat(tool(FIELDS).call(ARGS, context(true)).output().path("opened").asBoolean())
        .isFalse();
    assertThat(tracker.asked()).isEmpty();
  }

  @Test
  void shouldBeQueryableOnlyWithALookUp() {
    assertThat(tool("").descriptor().queryable()).isFalse();
    assertThat(tool(FIELDS).descriptor().queryable()).isTrue();
  }

  private Tool tool(String settings) {
    List<String> problems = new ArrayList<>();
    var ports = new Ports(EgressGate.of(List.of("127.0.0.1")), new Secrets(Map.of()));
    var section =
        new SettingsSection(
            "stint.tools.tickets.desk",
            ConfigFactory.parseString("base = \"" + tracker.base() + "\"\n" + settings),
            problems);
    Tool tool = TicketConnector.open(section, ports).getFirst();
    assertThat(problems).isEmpty();
    assertThat(JsonSchemas.check(tool.descriptor().outputSchema())).isEmpty();
    return tool;
  }

  private static FolderToolContext context(boolean dryRun) {
    return new FolderToolContext(Path.of("."), Map.of(), "run/step", dryRun);
  }
}
