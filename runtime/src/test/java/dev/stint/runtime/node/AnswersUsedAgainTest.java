package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When an answer of a model serves again, and when not (C4, A12). */
class AnswersUsedAgainTest extends ModelRunFixture {
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
    // What it says of a call comes by a pipe of its own, perhaps after the answer.
    await()
        .untilAsserted(() ->
            assertThat(server.said().stream().filter(l -> l.startsWith("openai-chat cached-1")))
                .hasSize(1));
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
    node.erasures().expire(first, Duration.ZERO).toCompletableFuture().get(60, TimeUnit.SECONDS);

    assertThat(cached("{use: near/cached-5}", "legal", "internal").pins())
        .doesNotContainKey("cached");
  }
}
