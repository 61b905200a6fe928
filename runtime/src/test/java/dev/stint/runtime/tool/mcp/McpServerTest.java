package dev.stint.runtime.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.OutputIntake;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolHash;
import dev.stint.runtime.tool.ToolProblem;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server offers, and what of it is believed. */
class McpServerTest extends McpServerFixture {
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
  void shouldNamePicturesAndKeepThemOut() throws Exception {
    JsonNode picture = call("behave", "send a picture").path("content").get(0);

    assertThat(picture.path("mimeType").asText()).isEqualTo("image/png");
    assertThat(picture.toString()).doesNotContain("aGVsbG8=");
  }

  @Test
  void shouldOfferAnotherToolWhenTheServerSaysSomethingElse() throws Exception {
    Tool before = tool("echo");
    String pinned = ToolHash.of(before.descriptor());

    call("behave", "change");

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !ToolHash.of(tool("echo").descriptor()).equals(pinned));
    assertThatThrownBy(() -> before.call(Json.parse("{\"text\": \"x\"}"), context()))
        .hasMessageContaining("tool_drift");
  }

  @Test
  void shouldOfferTheSameToolsAfterARestartThatChangedNothing() throws Exception {
    var before = server.tools();
    failure("behave", "die");
    await()
        .atMost(Duration.ofSeconds(60))
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
        .atMost(Duration.ofSeconds(60))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }
}
