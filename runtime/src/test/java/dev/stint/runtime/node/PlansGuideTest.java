package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.submission.ForkRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example of the guide to plans does what the guide says. */
class PlansGuideTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\\n(apiVersion.*?)```", Pattern.DOTALL);

  @TempDir static Path data;
  private static StintNode node;
  private static NodeRuns runs;

  @BeforeAll
  static void publishTheExamples() throws Exception {
    node = StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
    runs = new NodeRuns(node, false);
    String guide = Files.readString(Path.of("../docs/plans.md"));
    for (String text : EXAMPLE.matcher(guide).results().map(m -> m.group(1)).toList()) {
      runs.publish(SpecReader.read(text));
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static RunId submit(String job) throws Exception {
    return NodeRuns.accepted(runs.ask(job));
  }

  private static String valueAtTheEnd(RunId run, String step) {
    JsonNode value = runs.value(runs.succeeded(run), step);
    return CanonicalJson.text(value.path("value"));
  }

  @Test
  void shouldShipWhenPaid() throws Exception {
    RunId run = submit("ship_when_paid");
    JsonNode said =
        Json.parse("{\"name\": \"payment_received\", \"data\": {\"amount\": \"12.50\"}}");
    Payload payload = Payload.of(CanonicalJson.bytes(said));
    var signal =
        new RunCommand.Signal(
            "invoice-4711", "payment_received", payload.commit(), "h", Optional.empty());

    runs.ask(run, signal, "user:partner", payload);

    assertThat(valueAtTheEnd(run, "ship")).isEqualTo("\"12.50\"");
  }

  @Test
  void shouldRouteByAmount() throws Exception {
    assertThat(valueAtTheEnd(submit("route_by_amount"), "report"))
        .isEqualTo("\"case_2: known customer\"");
  }

  @Test
  void shouldImproveUntilItIsGoodEnough() throws Exception {
    assertThat(valueAtTheEnd(submit("improve"), "report")).isEqualTo("[1,2,3]");
  }

  @Test
  void shouldDraftAgainUntilTheCheckHoldsAndReplayStrictly() throws Exception {
    RunId run = submit("draft_until_it_holds");

    assertThat(valueAtTheEnd(run, "publish")).isEqualTo("200");
    assertThat(valueAtTheEnd(run, "draft~2"))
        .contains("long_enough: expected steps.draft.value.words >= 200");
    var replay = node.replays().verifier().verify(run, true);
    assertThat(replay.failure()).as("%s", replay.failure()).isEmpty();
    assertThat(replay.regenerated()).containsKey("step.attempt_started");
  }

  @Test
  void shouldGoOnWithTheNewestRoundInARunMadeOfARecordedOne() throws Exception {
    RunId run = submit("draft_until_it_holds");
    assertThat(valueAtTheEnd(run, "publish")).isEqualTo("200");

    var again =
        node.forks()
            .fork(
                new ForkRequest(
                    run,
                    true,
                    Optional.of("publish"),
                    JsonNodeFactory.instance.objectNode(),
                    Map.of(),
                    Optional.empty(),
                    "user:ann",
                    false));

    RunId retried = NodeRuns.accepted(NodeRuns.done(again));
    assertThat(valueAtTheEnd(retried, "publish")).isEqualTo("200");
    assertThat(valueAtTheEnd(retried, "draft")).contains("\"words\":200");
  }

  @Test
  void shouldTriageEveryTicketInAChild() throws Exception {
    assertThat(valueAtTheEnd(submit("triage_all"), "report")).isEqualTo("[10,20,30]");
  }
}
