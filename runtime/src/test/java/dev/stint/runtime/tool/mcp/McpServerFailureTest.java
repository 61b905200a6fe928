package dev.stint.runtime.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.ToolHash;
import dev.stint.runtime.tool.ToolProblem;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers that die, hang, babble, or do not start. */
class McpServerFailureTest extends McpServerFixture {
  @Test
  void shouldLeaveADoubtWhenTheServerDiesInAWriteAndWorkAgainAfterwards() throws Exception {
    Failure failure = failure("append", "and die");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.IN_DOUBT);
    assertThat(failure.code()).isEqualTo("mcp_server_lost");
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> call("echo", "x").has("text"));
    assertThat(server.problems()).extracting(ToolProblem::code).doesNotContain("mcp_server_down");
  }

  @Test
  void shouldFailInAWayThatIsWorthRepeatingWhenTheServerDiesInARead() {
    Failure failure = failure("behave", "die");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.RETRYABLE);
    assertThat(failure.code()).isEqualTo("mcp_server_lost");
  }

  @Test
  void shouldKeepOfferingToolsWhileTheServerIsAway() {
    failure("behave", "die");

    assertThat(tool("echo")).isNotNull();
  }

  @Test
  void shouldGiveUpAServerThatSendsGarbageBytesOrTooMuchAndSayWhich() throws Exception {
    Map<String, String> reasons =
        Map.of(
            "send garbage", "it sent something that is no message",
            "send bytes", "a message is not UTF-8",
            "send much", "a message is longer than 1179648 bytes");
    for (String how : reasons.keySet()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> call("echo", "x").has("text"));
      Failure failure = failure("behave", how);
      assertThat(failure.code()).as(how).isEqualTo("mcp_server_lost");
      assertThat(failure.message()).as(how).endsWith(": " + reasons.get(how));
    }
  }

  @Test
  void shouldNotWaitLongerThanTheTimeout() throws Exception {
    server.close();
    start("timeout = 3s");
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> call("echo", "x").has("text"));

    Failure failure = failure("behave", "say nothing");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.RETRYABLE);
    assertThat(failure.code()).isEqualTo("mcp_timeout");
  }

  @Test
  void shouldSayWhatTheServerSaysWithoutWhatItHides() {
    Failure failure = failure("behave", "say an error");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.TERMINAL);
    assertThat(failure.code()).isEqualTo("tool_reported_error");
    assertThat(failure.message()).isEqualTo("mcp.fix.behave says: no such file");
  }

  @Test
  void shouldLeaveACallThatIsInterruptedAndTellTheServer() throws Exception {
    var thrown = new java.util.concurrent.CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                call("behave", "say nothing");
                thrown.complete(new AssertionError("it came back"));
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    await()
        .until(() ->
            caller.getState() == Thread.State.WAITING
                || caller.getState() == Thread.State.TIMED_WAITING);

    caller.interrupt();

    assertThat(thrown.get(60, java.util.concurrent.TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    await().until(() -> Files.exists(folder.resolve("cancelled.txt")));
    assertThat(call("echo", "still there").path("text").asText()).isEqualTo("still there");
  }

  @Test
  void shouldSayWhyAServerCannotBeStarted() throws Exception {
    server.close();
    server =
        McpServer.start(
            "none",
            ConfigFactory.parseString("command = [/nonexistent/program], allow = [\"*\"]"),
            folder);
    server.awaitFirst(Duration.ofSeconds(60));

    assertThat(server.problems().getFirst().message()).contains("/nonexistent/program");
  }

  @Test
  void shouldWaitForAServerThatIsBeingStartedAgain() throws Exception {
    failure("behave", "die");

    assertThat(call("echo", "again").path("text").asText()).isEqualTo("again");
  }

  @Test
  void shouldKnowTheToolsOfAServerThatDoesNotStartAnyMore() throws Exception {
    String pinned = ToolHash.of(tool("echo").descriptor());
    server.close();
    Config broken =
        settings("timeout = 1s")
            .withValue("command", ConfigValueFactory.fromIterable(List.of("/nonexistent/program")));
    server = McpServer.start("fix", broken, folder.resolve("memory"));

    assertThat(ToolHash.of(tool("echo").descriptor())).isEqualTo(pinned);
    Failure failure = failure("echo", "x");
    assertThat(failure.code()).isEqualTo("mcp_server_down");
    assertThat(failure.kind()).isEqualTo(Failure.Kind.RETRYABLE);
  }
}
