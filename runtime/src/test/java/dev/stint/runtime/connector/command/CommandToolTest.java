package dev.stint.runtime.connector.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Json;
import dev.stint.runtime.connector.secret.EchoGuard;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.ToolException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CommandToolTest {
  private static final String ECHO =
      """
      command = [echo, "{format}", "--title={title}"]
      parameters { format = {enum: [a4, letter, "-n"]}, title = {type: string} }
      unsandboxed = true
      """;

  private final CommandTools none = new CommandTools(Optional.empty());

  @Test
  void shouldRefuseToRunWithoutASandbox() {
    assertThatThrownBy(() -> none.call("command = [true]", "{}"))
        .hasMessageContaining("sandbox_missing");
  }

  @Test
  void shouldRunUnsandboxedWhereTheOwnerSaysSo() throws Exception {
    assertThat(
            none.call(ECHO, "{\"format\": \"a4\", \"title\": \"; rm -rf / $(id) `id`\"}")
                .path("stdout")
                .asText())
        .isEqualTo("a4 --title=; rm -rf / $(id) `id`\n");
  }

  @Test
  void shouldKillTheTreeOfAnUnsandboxedProgram() {
    assertThatThrownBy(() ->
            none.call(
                "command = [sh, -c, \"setsid sleep 4545.20 & sleep 60\"], unsandboxed = true,"
                    + " timeout = 1s",
                "{}"))
        .hasMessageContaining("command_timeout");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            ProcessHandle.allProcesses()
                .noneMatch(p -> p.info().commandLine().orElse("").endsWith("sleep 4545.20")));
  }

  @Test
  void shouldRefuseAnArgumentThatReadsAsAnOption() {
    assertThatThrownBy(() -> none.call(ECHO, "{\"format\": \"-n\", \"title\": \"x\"}"))
        .hasMessageContaining("command_argument_refused");
  }

  @Test
  void shouldSayInADryRunWhatAWriteWouldRun() throws Exception {
    // given
    var dry = new FolderToolContext(Path.of("."), Map.of(), "key", true);

    // when
    var output = none.call(ECHO + "effect = write", "{\"format\": \"a4\", \"title\": \"x\"}", dry);

    // then
    assertThat(output)
        .isEqualTo(Json.parse("{\"ran\": false, \"command\": [\"echo\", \"a4\", \"--title=x\"]}"));
    assertThat(dry.effects()).isZero();
  }

  @Test
  void shouldNameWhatAFailingProgramSaid() {
    assertThatThrownBy(() ->
            none.call(
                "command = [sh, -c, \"echo no such page >&2; exit 3\"], unsandboxed = true", "{}"))
        .hasMessage("command_failed: command.press ended with 3: no such page");
  }

  @Test
  void shouldDoubtAWriteThatWasCutOff() {
    assertThatThrownBy(() ->
            none.call(
                "command = [sleep, \"30\"], unsandboxed = true, effect = write, timeout = 500ms",
                "{}"))
        .isInstanceOfSatisfying(
            ToolException.class, e -> assertThat(e.failure().kind().name()).isEqualTo("IN_DOUBT"));
  }

  @Test
  void shouldReadJsonOutput() throws Exception {
    assertThat(
            none.call(
                    "command = [echo, \"\"\"{\"pages\": 3}\"\"\"], unsandboxed = true,"
                        + " output-format = json",
                    "{}")
                .at("/result/pages")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void shouldReadAllThatAProgramWroteBeforeItEnded() throws Exception {
    for (int i = 0; i < 60; i++) {
      // given
      var settings =
          "command = [sh, -c, \"printf '%060000d' 7\"], unsandboxed = true, output = 64KiB";

      // when
      var output = none.call(settings, "{}");

      // then
      assertThat(output.at("/stdout").asText()).hasSize(60_000);
    }
  }

  @Test
  void shouldRefuseOutputThatIsNoText() {
    assertThatThrownBy(
            () -> none.call("command = [printf, \"\\\\377\\\\376\"], unsandboxed = true", "{}"))
        .hasMessageContaining("command_output_invalid");
  }

  @Test
  void shouldGiveAScopedSecretAndRefuseItsEcho() {
    // given
    List<String> problems = new ArrayList<>();
    var tool =
        none.tool(
            """
            command = [sh, -c, "echo key is $KEY"]
            environment { KEY = "env:PRESS_KEY" }
            unsandboxed = true
            """,
            problems);

    // when, then
    assertThat(problems).isEmpty();
    assertThatThrownBy(() ->
            new EchoGuard(tool, CommandTools.SECRETS)
                .call(Json.parse("{}"), FolderToolContext.writing(Path.of("."), "key")))
        .hasMessageContaining("secret_echo")
        .hasMessageContaining("stint.tools.commands.press.environment.KEY");
  }

  @Test
  void shouldNameEveryProblemOfItsSettings() {
    // given
    List<String> problems = new ArrayList<>();

    // when
    none.tool(
        "command = [cat, \"{file}\"], timout = 3s, readable = [relative], processes = 0", problems);

    // then
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "stint.tools.commands.press.timout: this key is not known; did you mean timeout?",
            "stint.tools.commands.press.parameters: expected a schema for each of [file] in the"
                + " command, found []",
            "stint.tools.commands.press.readable: expected an existing folder or file from /,"
                + " found relative",
            "stint.tools.commands.press.processes: expected a number from 1 to 10000, found 0");
  }
}
