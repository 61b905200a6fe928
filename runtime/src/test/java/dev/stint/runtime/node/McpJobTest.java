package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.stint.config.json.Json;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.tool.mcp.NpmServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that use the public MCP servers, on a whole node; the servers are killed at work. */
class McpJobTest {
  private static final String EFFECTS =
      "effects { get-sum = none, echo = read, trigger-long-running-operation = read, read_text_file = read,"
          + " write_file = write-once, get-tiny-image = read }";

  @TempDir Path folder;
  private Optional<StintNode> node = Optional.empty();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() {
    node.ifPresent(StintNode::close);
    processes.forEach(Process::destroyForcibly);
  }

  private void start(String server, Config how) {
    Config settings =
        ConfigFactory.empty()
            .withValue(
                "stint.tools.mcp." + server,
                how.withFallback(
                        ConfigFactory.parseString("allow = [\"*\"], timeout = 15s, " + EFFECTS))
                    .root());
    node =
        Optional.of(
            StintNode.start(
                NodeSettings.of(folder.resolve("data"), settings), InstantSource.system()));
  }

  private static Config command(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return ConfigFactory.empty().withValue("command", ConfigValueFactory.fromIterable(all));
  }

  private RunId submit(String tools, String plan) throws Exception {
    String spec =
        """
        apiVersion: stint/v1
        kind: Job
        name: uses_mcp
        version: 1.0.0
        owner: group:me
        tools: [%s]
        plan:
        %soutputs:
          result: {value: '${{ steps.last }}', format: json}
        """
            .formatted(tools, plan.indent(2));
    return runs().submit(SpecReader.read(JobBundle.ofText(spec)));
  }

  private NodeRuns runs() {
    return new NodeRuns(node.orElseThrow());
  }

  private RunState state(RunId run) {
    return runs().state(run);
  }

  private JsonNode result(RunId run) {
    RunState done = runs().succeeded(run);
    return Json.parse(runs().artifact(done, done.artifacts().getFirst().name()));
  }

  @Test
  void shouldUseToolsOverStandardStreams() throws Exception {
    start("everything", command(NpmServers.command("server-everything"), "stdio"));
    RunId run =
        submit(
            "{use: mcp.everything.get_sum}, {use: mcp.everything.echo}, {use: mcp.everything.get_tiny_image}",
            """
            - {id: sum, tool: mcp.everything.get_sum, params: {a: 2, b: 40}}
            - {id: picture, tool: mcp.everything.get_tiny_image, params: {}}
            - {id: last, tool: mcp.everything.echo, params: {message: '${{ steps.sum.text }}'}}
            """);

    assertThat(result(run).path("text").asText()).contains("42");
  }

  @Test
  void shouldReadAndWriteFilesBelowOneFolder() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files")).toRealPath();
    start("files", command(NpmServers.command("server-filesystem"), files.toString()));
    RunId run =
        submit(
            "{use: mcp.files.write_file}, {use: mcp.files.read_text_file}",
            """
            - {id: write, tool: mcp.files.write_file, params: {path: '%1$s/a.txt', content: hello}}
            - {id: last, tool: mcp.files.read_text_file, params: {path: '%1$s/a.txt'}}
            """
                .formatted(files));

    assertThat(result(run).path("content").asText()).contains("hello");
    assertThat(files.resolve("a.txt")).hasContent("hello");
  }

  @Test
  void shouldGoOnWhenAServerOnStreamsIsKilledInACall() throws Exception {
    start("everything", command(NpmServers.command("server-everything"), "stdio"));
    RunId run = submitLong();
    await().atMost(Duration.ofSeconds(60)).until(() -> state(run).anyInFlight());

    ProcessHandle.current()
        .children()
        .filter(p -> p.info().commandLine().orElse("").contains("server-everything"))
        .forEach(ProcessHandle::destroyForcibly);

    assertThat(result(run).path("text").asText()).contains("completed");
    assertThat(tries(run).failed()).isPositive();
  }

  private RunId submitLong() throws Exception {
    return submit(
        "{use: mcp.everything.trigger_long_running_operation}",
        """
        - id: last
          tool: mcp.everything.trigger_long_running_operation
          params: {duration: 3, steps: 3}
          retry: {max: 5, initial: 1s}
        """);
  }

  private UnitState.Tries tries(RunId run) {
    return state(run).steps().get("last").units().getFirst().tries();
  }

  private Process http(int port) throws Exception {
    List<String> command = new ArrayList<>(NpmServers.command("server-everything"));
    command.add("streamableHttp");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PORT", "" + port);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    processes.add(process);
    await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
    return process;
  }

  private static boolean listens(int port) {
    try (var socket = new java.net.Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Config url(int port) {
    return ConfigFactory.parseString("url = \"http://127.0.0.1:" + port + "/mcp\"");
  }

  @Test
  void shouldUseToolsOverHttp() throws Exception {
    int port = freePort();
    http(port);
    start("everything", url(port));
    RunId run =
        submit(
            "{use: mcp.everything.get_sum}",
            "- {id: last, tool: mcp.everything.get_sum, params: {a: 2, b: 40}}\n");

    assertThat(result(run).path("text").asText()).contains("42");
  }

  @Test
  void shouldGoOnWhenAServerOverHttpIsKilledInACall() throws Exception {
    int port = freePort();
    Process first = http(port);
    start("everything", url(port));
    RunId run = submitLong();
    await().atMost(Duration.ofSeconds(60)).until(() -> state(run).anyInFlight());

    first.destroyForcibly().waitFor();
    http(port);

    assertThat(result(run).path("text").asText()).contains("completed");
    assertThat(tries(run).failed()).isPositive();
  }

  @Test
  void shouldStartWithoutAServerThatIsAway() throws Exception {
    start("away", ConfigFactory.parseString("url = \"http://127.0.0.1:" + freePort() + "/mcp\""));

    assertThat(node.orElseThrow().tools().problems().getFirst().code())
        .isEqualTo("mcp_server_down");
  }
}
