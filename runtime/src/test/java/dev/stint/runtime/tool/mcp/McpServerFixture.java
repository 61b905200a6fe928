package dev.stint.runtime.tool.mcp;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server process that speaks MCP on its streams, well and badly, for each test. */
abstract class McpServerFixture {
  @TempDir Path folder;
  McpServer server;

  Config settings(String more) {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
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

  void start(String more) throws Exception {
    server = McpServer.start("fix", settings(more), folder.resolve("memory"));
    server.awaitFirst(Duration.ofSeconds(60));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  Tool tool(String name) {
    return server.tools().stream()
        .filter(t -> t.descriptor().name().equals("mcp.fix." + name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not offered: " + server.problems()));
  }

  FolderToolContext context() {
    return FolderToolContext.writing(folder, "run-1/step");
  }

  JsonNode call(String name, String text) throws Exception {
    return tool(name)
        .call(JsonNodeFactory.instance.objectNode().put("text", text), context())
        .output();
  }

  Failure failure(String name, String text) {
    return catchThrowableOfType(ToolException.class, () -> call(name, text)).failure();
  }
}
