package dev.stint.runtime.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.OutputIntake;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolHash;
import dev.stint.runtime.tool.ToolProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server process that speaks MCP on its streams, well and badly. */
class McpServerTest {
  @TempDir Path folder;
  private McpServer server;

  private Config settings(String more) {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FixtureServer.class.getName(),
            folder.toString());
    return ConfigFactory.parseString(more)
        .withFallback(
            ConfigFactory.parseString(
                """
                allow = ["*"]
                effects { echo = read, behave = read, whatIsSet = none, sum = none }
                timeout = 10s
                max-output = 64 KiB
                """))
        .withValue("command", ConfigValueFactory.fromIterable(command));
  }

  @BeforeEach
  void start() throws Exception {
    start("");
  }

  private void start(String more) throws Exception {
    server = McpServer.start("fix", settings(more), folder.resolve("memory"));
    server.awaitFirst(Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Tool tool(String name) {
    return server.tools().stream()
        .filter(t -> t.descriptor().name().equals("mcp.fix." + name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not offered: " + server.problems()));
  }

  private FolderToolContext context() {
    return FolderToolContext.writing(folder, "run-1/step");
  }

  private JsonNode call(String name, String text) throws Exception {
    return tool(name)
        .call(JsonNodeFactory.instance.objectNode().put("text", text), context())
        .output();
  }

  private Failure failure(String name, String text) {
    return catchThrowableOfType(ToolException.class, () -> call(name, text)).failure();
  }

  @Test
  void shouldCallATool() throws Exception {
    assertThat(call("echo", "hello"))
        .isEqualTo(Json.parse("{\"text\": \"hello\", \"content\": []}"));
  }

  @Test
  void shouldBelieveTheOwnerAndNotTheServerAboutEffects() {
    assertThat(tool("echo").descriptor().effect()).isEqualTo(Effect.READ);
    assertThat(tool("append").descriptor().effect()).isEqualTo(Effect.WRITE);
    assertThat(tool("append").descriptor().idempotent()).isFalse();
    assertThat(tool("echo").descriptor().version()).isEqualTo("1.2.3");
  }

  @Test
  void shouldRefuseNamesThatLookLikeOthersOrFallTogether() {
    assertThat(server.tools())
        .extracting(t -> t.descriptor().name())
        .containsExactly(
            "mcp.fix.echo",
            "mcp.fix.append",
            "mcp.fix.behave",
            "mcp.fix.what_is_set",
            "mcp.fix.sum");
    assertThat(server.problems())
        .extracting(ToolProblem::code)
        .containsExactlyInAnyOrder("mcp_name", "mcp_name_ambiguous");
  }

  @Test
  void shouldNotLetAServerSayWhichOfItsArgumentsAreTrusted() {
    assertThat(tool("append").descriptor().inputSchema().at("/properties/free").isObject())
        .isTrue();
    assertThat(tool("append").descriptor().inputSchema().toString()).doesNotContain("x-stint");
  }

  @Test
  void shouldOfferNothingThatIsNotAllowed() throws Exception {
    server.close();
    start("allow = [sum, absent]");

    assertThat(server.tools())
        .extracting(t -> t.descriptor().name())
        .containsExactly("mcp.fix.sum");
    assertThat(server.problems().getFirst().message()).contains("absent").contains("echo");
  }

  @Test
  void shouldGiveStructuredContentAsTheOutput() throws Exception {
    assertThat(call("sum", "")).isEqualTo(Json.parse("{\"sum\": 3}"));
    assertThat(tool("sum").descriptor().outputSchema().at("/properties/sum/type").asText())
        .isEqualTo("integer");
  }

  @Test
  void shouldPassTheIdempotencyKeyOn() throws Exception {
    call("append", "line");

    assertThat(folder.resolve("appended.txt")).hasContent("line run-1/step");
  }

  @Test
  void shouldGiveTheServerNoVariablesButItsOwn() throws Exception {
    server.close();
    start("env { OWN = \"file:" + Files.writeString(folder.resolve("secret"), "x") + "\" }");

    assertThat(call("what_is_set", "").path("text").asText().split(","))
        .contains("PATH", "OWN")
        .allMatch(
            name -> List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "OWN").contains(name));
  }

  @Test
  void shouldLeaveADoubtWhenTheServerDiesInAWriteAndWorkAgainAfterwards() throws Exception {
    Failure failure = failure("append", "and die");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.IN_DOUBT);
    assertThat(failure.code()).isEqualTo("mcp_server_lost");
    await()
        .atMost(Duration.ofSeconds(20))
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
  void shouldGiveUpAServerThatSendsGarbageBytesOrTooMuch() throws Exception {
    for (String how : List.of("send garbage", "send bytes", "send much")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> call("echo", "x").has("text"));
      assertThat(failure("behave", how).code()).as(how).isEqualTo("mcp_server_lost");
    }
  }

  @Test
  void shouldNotWaitLongerThanTheTimeout() throws Exception {
    server.close();
    start("timeout = 1s");

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
  void shouldNamePicturesAndKeepThemOut() throws Exception {
    JsonNode picture = call("behave", "send a picture").path("content").get(0);

    assertThat(picture.path("mimeType").asText()).isEqualTo("image/png");
    assertThat(picture.toString()).doesNotContain("aGVsbG8=");
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

    assertThat(thrown.get(5, java.util.concurrent.TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    await().until(() -> Files.exists(folder.resolve("cancelled.txt")));
    assertThat(call("echo", "still there").path("text").asText()).isEqualTo("still there");
  }

  @Test
  void shouldOfferAnotherToolWhenTheServerSaysSomethingElse() throws Exception {
    Tool before = tool("echo");
    String pinned = ToolHash.of(before.descriptor());

    call("behave", "change");

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !ToolHash.of(tool("echo").descriptor()).equals(pinned));
    assertThatThrownBy(() -> before.call(Json.parse("{\"text\": \"x\"}"), context()))
        .hasMessageContaining("tool_drift");
  }

  @Test
  void shouldOfferTheSameToolsAfterARestartThatChangedNothing() throws Exception {
    var before = server.tools();
    failure("behave", "die");
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> call("echo", "x").has("text"));

    assertThat(server.tools()).isSameAs(before);
  }

  @Test
  void shouldDoNothingInADryRun() throws Exception {
    var dry = new FolderToolContext(folder, java.util.Map.of(), "key", true);

    JsonNode output = tool("append").call(Json.parse("{\"text\": \"x\"}"), dry).output();

    assertThat(output.path("text").asText()).startsWith("dry run: would call append");
    assertThat(folder.resolve("appended.txt")).doesNotExist();
    assertThat(OutputIntake.take(tool("append").descriptor(), output).removed()).isZero();
  }

  @Test
  void shouldSayWhyAServerCannotBeStarted() throws Exception {
    server.close();
    server =
        McpServer.start(
            "none",
            ConfigFactory.parseString("command = [/nonexistent/program], allow = [\"*\"]"),
            folder);
    server.awaitFirst(Duration.ofSeconds(20));

    assertThat(server.problems().getFirst().message()).contains("/nonexistent/program");
  }

  @Test
  void shouldSayEverythingThatIsWrongWithTheSettings() {
    assertThatThrownBy(() ->
            McpServer.start(
                "Bad-Name",
                ConfigFactory.parseString(
                    "command = [a], url = \"http://x/\", effects { a = destroy }, max-concurrent = 0"),
                folder))
        .hasMessageContaining("Bad-Name")
        .hasMessageContaining("either a command or a url")
        .hasMessageContaining("destroy")
        .hasMessageContaining("max-concurrent");
  }

  @Test
  void shouldEndTheProcessWhenClosed() {
    var children = ProcessHandle.current().children().toList();
    assertThat(children).isNotEmpty();

    server.close();

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
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
