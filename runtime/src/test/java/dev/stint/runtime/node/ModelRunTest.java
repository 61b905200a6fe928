package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.model.server.ServerProcess;
import dev.stint.runtime.run.RunReader.RunAt;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models on a whole node: real journal, real actors, a real server in another process. */
class ModelRunTest {
  private static ServerProcess server;
  @TempDir Path data;
  private StintNode node;

  @BeforeAll
  static void startServer() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startNode() {
    var config =
        ConfigFactory.parseString(
            """
            stint.models.near { protocol = openai-chat, base-url = "%s",
              prices = [{model = "ok", input = "1", cached = "0.1", output = "2"}] }
            """
                .formatted(server.at("/v1")));
    node = StintNode.start(NodeSettings.of(data, config), InstantSource.system());
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private static String job(String model, String retry) {
    return job(model, "retry: " + retry, "legal", "internal");
  }

  private static String job(String model, String step, String department, String classification) {
    return """
    apiVersion: stint/v1
    kind: Job
    name: asks
    version: 1.0.0
    owner: group:me
    labels: {department: %s}
    data: [{id: papers, source: 'folder:papers', classification: %s, access: read}]
    inputs: {type: object}
    budget: {tokens: {hard: 9000}}
    model: %s
    plan:
      - {id: ask, prompt: prompts/ask.md, maxTokens: 50, %s}
    outputs:
      said: {value: '${{ steps.ask.text }}', format: txt}
    """
        .formatted(department, classification, model, step);
  }

  private RunId submit(String job, Map<String, String> scripts) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    files.put("job.yaml", job.getBytes(StandardCharsets.UTF_8));
    files.put("prompts/ask.md", "Say something.".getBytes(StandardCharsets.UTF_8));
    scripts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    SpecResult read = SpecReader.read(JobBundle.of(files));
    assertThat(read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob compiled = ((SpecResult.Ok) read).job();
    node.publisher()
        .publish(compiled, "user:ann", true)
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    var request =
        new SubmitRequest(
            "asks",
            Optional.empty(),
            Optional.of(compiled.digest()),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty(),
            false,
            0,
            Map.of(),
            Optional.empty(),
            "user:ann",
            true);
    SubmitResult result =
        node.submissions().submit(request).toCompletableFuture().get(20, TimeUnit.SECONDS);
    return ((SubmitResult.Accepted) result).run().submitted().run();
  }

  private RunState end(RunId run) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.reader().run(run).orElseThrow().state(), RunState::finished);
  }

  private <E> List<E> events(RunId run, Class<E> type) {
    return node.reader().history(run, 1, 1000).stream()
        .map(JournalEventTail::recorded)
        .map(Recorded::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private List<String> models(RunId run) {
    return events(run, StepEvent.AttemptStarted.class).stream()
        .filter(e -> e.step().equals("ask"))
        .map(e -> e.pins().get("model"))
        .toList();
  }

  @Test
  void shouldCloseTheConnectionWithinASecondOfAKill() throws Exception {
    RunId run = submit(job("{use: near/slow}", "{max: 0}"), Map.of());
    await().until(() -> server.said().stream().anyMatch(l -> l.startsWith("openai-chat slow")));
    long killed = System.nanoTime();

    node.runs().ask(run, new RunCommand.Kill("enough"), "user:ann", List.of());

    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(1))
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

  private StepEvent.AttemptSucceeded cached(String model, String department, String classification)
      throws Exception {
    RunId run = submit(job(model, "cache: 1h", department, classification), Map.of());
    assertThat(end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    return events(run, StepEvent.AttemptSucceeded.class).stream()
        .filter(e -> e.step().equals("ask"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldUseAnAnswerAgainForTheSameInputUnderTheSameConditions() throws Exception {
    var first = cached("{use: near/cached-1}", "legal", "internal");
    var second = cached("{use: near/cached-1}", "legal", "internal");

    assertThat(first.pins()).doesNotContainKey("cached");
    assertThat(second.tokens()).isZero();
    assertThat(second.pins())
        .containsEntry("cached", "true")
        .containsEntry("cost_usd", "0")
        .containsEntry("reply_hash", first.pins().get("reply_hash"));
    assertThat(server.said().stream().filter(l -> l.startsWith("openai-chat cached-1"))).hasSize(1);
  }

  /** A12: nothing of a run warms the cache for another department, or for what is more secret. */
  @Test
  void shouldUseNoAnswerAgainAcrossDepartmentsClassificationsOrModels() throws Exception {
    cached("{use: near/cached-2}", "legal", "internal");

    assertThat(cached("{use: near/cached-2}", "sales", "internal").pins())
        .doesNotContainKey("cached");
    assertThat(cached("{use: near/cached-2}", "legal", "restricted").pins())
        .doesNotContainKey("cached");
    assertThat(cached("{use: near/cached-2, temperature: 1}", "legal", "internal").pins())
        .doesNotContainKey("cached");
    assertThat(cached("{use: near/cached-3}", "legal", "internal").pins())
        .doesNotContainKey("cached");
  }

  @Test
  void shouldUseNoAnswerAgainWhenTheJobSaysSo() throws Exception {
    cached("{use: near/cached-4}", "legal", "internal");

    assertThat(cached("{use: near/cached-4, cache: false}", "legal", "internal").pins())
        .doesNotContainKey("cached");
  }

  @Test
  void shouldAskAgainWhenTheRunThatGotTheAnswerIsErased() throws Exception {
    RunId first = submit(job("{use: near/cached-5}", "cache: 1h", "legal", "internal"), Map.of());
    end(first);
    node.erasures().expire(first, Duration.ZERO).toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(cached("{use: near/cached-5}", "legal", "internal").pins())
        .doesNotContainKey("cached");
  }
}
