package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.submission.ForkRequest;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

  @BeforeAll
  static void publishTheExamples() throws Exception {
    node = StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
    String guide = Files.readString(Path.of("../docs/plans.md"));
    for (String text : EXAMPLE.matcher(guide).results().map(m -> m.group(1)).toList()) {
      SpecResult read = SpecReader.read(text);
      assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
      CompiledJob job = ((SpecResult.Ok) read).job();
      node.publisher()
          .publish(job, "user:ann", false)
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static RunId submit(String job) throws Exception {
    SubmitResult result =
        node.submissions()
            .submit(
                new SubmitRequest(
                    job,
                    Optional.empty(),
                    Optional.empty(),
                    JsonNodeFactory.instance.objectNode(),
                    Optional.empty(),
                    false,
                    0,
                    Map.of(),
                    Optional.empty(),
                    "user:ann",
                    false))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    assertThat(result).as("%s", result).isInstanceOf(SubmitResult.Accepted.class);
    return ((SubmitResult.Accepted) result).run().submitted().run();
  }

  private static String valueAtTheEnd(RunId run, String step) {
    RunState end =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> node.reader().run(run).orElseThrow().state(), RunState::finished);
    assertThat(end.status()).as("%s", end.phase()).isEqualTo(RunStatus.SUCCEEDED);
    var unit = (UnitState.Succeeded) end.steps().get(step).units().getFirst();
    JsonNode value = node.reader().value(end, unit.output());
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

    node.runs()
        .ask(run, signal, "user:partner", List.of(payload))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);

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

    SubmitResult again =
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
                    false))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);

    assertThat(again).as("%s", again).isInstanceOf(SubmitResult.Accepted.class);
    RunId retried = ((SubmitResult.Accepted) again).run().submitted().run();
    assertThat(valueAtTheEnd(retried, "publish")).isEqualTo("200");
    assertThat(valueAtTheEnd(retried, "draft")).contains("\"words\":200");
  }

  @Test
  void shouldTriageEveryTicketInAChild() throws Exception {
    assertThat(valueAtTheEnd(submit("triage_all"), "report")).isEqualTo("[10,20,30]");
  }
}
