package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.run.RunReader.RunAt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Models on a whole node: real journal, real actors, a real server in another process. */
class ModelRunTest extends ModelRunFixture {
  @Test
  void shouldCloseTheConnectionWithinASecondOfAKill() throws Exception {
    RunId run = submit(job("{use: near/slow}", "{max: 0}"), Map.of());
    await().until(() -> server.said().stream().anyMatch(l -> l.startsWith("openai-chat slow")));
    long killed = System.nanoTime();

    node.runs().ask(run, new RunCommand.Kill("enough"), "user:ann", List.of());

    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(5)) // of ten minutes; a busy machine needs more than one
        .until(() -> server.said().stream().anyMatch(l -> l.startsWith("closed slow")));
    System.out.println(
        "the connection was closed "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed)
            + " ms after the kill");
    assertThat(end(run).status()).isEqualTo(RunStatus.KILLED);
  }

  @Test
  void shouldAskTheNextModelOfTheChainAfterEachFailure() throws Exception {
    String down = "rules: [{fail: {code: model_unavailable}}]";
    String filtered = "rules: [{fail: {code: model_content_filtered, retryable: false}}]";
    RunId run =
        submit(
            job(
                "{use: scripted/one, fallback: [scripted/two, scripted/three]}",
                "{max: 3, initial: 10ms, jitter: 0}"),
            Map.of(
                "models/one.yaml", down,
                "models/two.yaml", filtered,
                "models/three.yaml", "rules: [{say: here}]"));

    assertThat(end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(models(run)).containsExactly("scripted/one", "scripted/two", "scripted/three");
  }

  @Test
  void shouldEndTheStepWhenTheLastModelOfTheChainRefuses() throws Exception {
    String filtered = "rules: [{fail: {code: model_content_filtered, retryable: false}}]";
    RunId run =
        submit(
            job(
                "{use: scripted/one, fallback: [scripted/two]}",
                "{max: 5, initial: 10ms, jitter: 0}"),
            Map.of("models/one.yaml", filtered, "models/two.yaml", filtered));

    assertThat(end(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(models(run)).containsExactly("scripted/one", "scripted/two");
  }

  @Test
  void shouldComeBackNoSoonerThanTheServerAsks() throws Exception {
    String rules =
        """
        rules:
          - {when: {attempt: 1}, fail: {code: model_rate_limited, retryAfter: 1500ms}}
          - say: here
        """;
    RunId run =
        submit(
            job("{use: scripted/one}", "{max: 3, initial: 10ms, jitter: 0}"),
            Map.of("models/one.yaml", rules));

    assertThat(end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    var headers = node.reader().history(run, 1, 1000);
    List<Recorded> all = headers.stream().map(JournalEventTail::recorded).toList();
    Recorded failed =
        all.stream()
            .filter(r -> r.event() instanceof StepEvent.AttemptFailed)
            .findFirst()
            .orElseThrow();
    var retryAt = ((StepEvent.AttemptFailed) failed.event()).retryAt().orElseThrow();
    assertThat(Duration.between(failed.at(), retryAt)).isEqualTo(Duration.ofMillis(1500));
    Recorded again =
        all.stream()
            .filter(r -> r.event() instanceof StepEvent.AttemptStarted s && s.attempt() == 2)
            .findFirst()
            .orElseThrow();
    assertThat(again.at()).isAfterOrEqualTo(retryAt);
    assertThat(dev.stint.runtime.replay.Redecision.firstDivergence(all)).isEmpty();
  }

  @Test
  void shouldGetThroughAStormOfRefusals() throws Exception {
    RunId run = submit(job("{use: near/storm}", "{max: 5, initial: 10ms, jitter: 0}"), Map.of());

    assertThat(end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(models(run)).hasSize(3);
    assertThat(events(run, StepEvent.AttemptFailed.class))
        .allMatch(e -> e.failure().code().equals("model_rate_limited") && e.tokens() == 0);
  }

  @Test
  void shouldRecordTokensAndCostWithThePriceThatWasUsed() throws Exception {
    RunId run = submit(job("{use: near/ok}", "{max: 0}"), Map.of());

    assertThat(end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    var asked =
        events(run, StepEvent.AttemptSucceeded.class).stream()
            .filter(e -> e.step().equals("ask"))
            .findFirst()
            .orElseThrow();
    assertThat(asked.tokens()).isEqualTo(18);
    assertThat(asked.pins())
        .containsEntry("model_version", "ok-2026-01-15")
        .containsEntry("tokens_input", "11")
        .containsEntry("tokens_output", "7")
        .containsEntry("cost_usd", "0.000025")
        .containsEntry("price", "1/0.1/2 USD per million, settings");
    RunAt at = node.reader().run(run).orElseThrow();
    assertThat(at.cost().text()).contains("0.000025");
    assertThat(at.cost().unpriced()).isZero();
  }

  @Test
  void shouldSendNothingToAModelThatThePlatformDoesNotAllow() throws Exception {
    node.close();
    var config =
        ConfigFactory.parseString(
            """
            stint.model-allow = ["offline/*", "near/ok"]
            stint.models.near { protocol = openai-chat, base-url = "%s" }
            """
                .formatted(server.at("/v1")));
    node = StintNode.start(NodeSettings.of(data, config), InstantSource.system());

    RunId denied = submit(job("{use: near/okay}", "{max: 3, initial: 10ms}"), Map.of());
    RunId allowed = submit(job("{use: near/ok}", "{max: 0}"), Map.of());

    assertThat(end(denied).status()).isEqualTo(RunStatus.FAILED);
    assertThat(models(denied)).isEmpty();
    assertThat(events(denied, StepEvent.Failed.class).getFirst().failure().code())
        .isEqualTo("model_denied");
    assertThat(end(allowed).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(server.said()).noneMatch(l -> l.startsWith("openai-chat okay"));
  }

  @Test
  void shouldSayWhatHasNoPrice() throws Exception {
    RunId run = submit(job("{use: near/fine}", "{max: 0}"), Map.of());

    end(run);

    assertThat(node.reader().run(run).orElseThrow().cost().text()).isEmpty();
    assertThat(node.reader().run(run).orElseThrow().cost().unpriced()).isEqualTo(18);
  }
}
