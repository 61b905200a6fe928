package dev.stint.runtime.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.remote.SpokenServer.Spoken;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long and how many at once, and that who is interrupted hangs up. */
class RemoteLimitsTest {
  private static SpokenServer server;

  @BeforeAll
  static void start() throws Exception {
    server = SpokenServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldPassOnWhenToComeBack() {
    assertThat(server.fails(Spoken.CHAT, true, "busy").retryAfter())
        .contains(Duration.ofSeconds(7));
    assertThat(server.fails(Spoken.GEMINI, false, "overloaded").retryAfter())
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void shouldLeaveABusyServerAlone() {
    var limits =
        new ServerSettings.Limits(
            Duration.ofSeconds(20), Duration.ofSeconds(5), 1000, 8, 0, Duration.ofSeconds(1));
    try (RemoteProvider provider = server.provider(Spoken.CHAT, true, limits)) {
      catchThrowableOfType(
          ModelException.class,
          () -> provider.complete(SpokenServer.request("busy", Optional.empty())));

      ModelException failure =
          catchThrowableOfType(
              ModelException.class,
              () -> provider.complete(SpokenServer.request("ok", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_busy");
      assertThat(failure.billed()).isFalse();
      assertThat(failure.retryAfter().orElseThrow())
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
    }
  }

  @Test
  void shouldTakeNoMorePlacesThanAreThere() throws Exception {
    var limits =
        new ServerSettings.Limits(
            Duration.ofSeconds(20), Duration.ofSeconds(20), 1000, 1, 0, Duration.ofMillis(100));
    try (RemoteProvider provider = server.provider(Spoken.CHAT, true, limits)) {
      Thread busy = calling(provider, "stall", new AtomicReference<>());
      await().until(() -> server.said().stream().anyMatch(l -> l.startsWith("openai-chat stall")));

      ModelException failure =
          catchThrowableOfType(
              ModelException.class,
              () -> provider.complete(SpokenServer.request("ok", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_busy");
      busy.interrupt();
      busy.join();
      assertThat(provider.complete(SpokenServer.request("ok", Optional.empty())).finishReason())
          .isEqualTo("stop");
    }
  }

  @ParameterizedTest
  @CsvSource({"stall,false", "stall,true", "slow,true", "slow,false"})
  void shouldCloseTheConnectionWhenInterrupted(String model, boolean stream) throws Exception {
    var long10 = SpokenServer.limits(Duration.ofMinutes(10), Duration.ofMinutes(10));
    long before = closed(model);
    try (RemoteProvider provider = server.provider(Spoken.ANTHROPIC, stream, long10)) {
      var ended = new AtomicReference<Throwable>();
      long asked = server.said().stream().filter(l -> l.startsWith("anthropic " + model)).count();
      Thread call = calling(provider, model, ended);
      await()
          .until(() ->
              server.said().stream().filter(l -> l.startsWith("anthropic " + model)).count()
                  > asked);

      call.interrupt();

      await().atMost(Duration.ofSeconds(5)).until(() -> closed(model) > before);
      call.join();
      assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }
  }

  private static long closed(String model) {
    return server.said().stream().filter(l -> l.startsWith("closed " + model)).count();
  }

  private static Thread calling(
      RemoteProvider provider, String model, AtomicReference<Throwable> ended) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            provider.complete(SpokenServer.request(model, Optional.empty()));
          } catch (ModelException | InterruptedException e) {
            ended.set(e);
          }
        });
  }

  @Test
  void shouldEndACallThatOnlyDribbles() {
    try (RemoteProvider provider =
        server.provider(
            Spoken.CHAT,
            true,
            SpokenServer.limits(Duration.ofSeconds(1), Duration.ofSeconds(30)))) {
      ModelException failure =
          catchThrowableOfType(
              ModelException.class,
              () -> provider.complete(SpokenServer.request("slow", Optional.empty())));

      assertThat(failure.failure().code()).isEqualTo("model_timeout");
    }
  }
}
