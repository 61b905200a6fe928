package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.api.model.ToolJson;
import dev.stint.config.text.NearestName;
import dev.stint.runtime.node.ToolSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stint tools ...}: what steps can call, of the server or of a node here. */
@Command(
    name = "tools",
    description = "List, show, build and try the tools that steps can call.",
    subcommands = {ToolsBuild.class, ToolsTest.class})
final class ToolsCommand implements Runnable {
  @Mixin private GlobalOptions common;
  @Mixin private ConfigOption config;

  @Override
  public void run() {
    list(common, config);
  }

  @Command(name = "list", description = "List the tools, and those that cannot be offered.")
  int list(@Mixin GlobalOptions options, @Mixin ConfigOption config) {
    Terminal t = new Terminal();
    JsonNode tools = tools(options, config);
    if (options.json()) {
      t.json(tools);
      return ExitCode.SUCCESS.code();
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode tool : tools.path("items")) {
      rows.add(
          List.of(
              tool.path("name").asText(),
              tool.path("version").asText(),
              effect(tool),
              tool.path("source").asText(),
              oneLine(tool.path("description").asText())));
    }
    t.table(List.of("TOOL", "VERSION", "EFFECT", "SOURCE", "DOES"), rows);
    for (JsonNode problem : tools.path("problems")) {
      t.progress(
          t.yellow("! ")
              + problem.path("tool").asText()
              + ": "
              + problem.path("message").asText()
              + " ["
              + problem.path("code").asText()
              + "]");
    }
    return ExitCode.SUCCESS.code();
  }

  @Command(name = "show", description = "Show everything that a tool declares.")
  int show(
      @Mixin GlobalOptions options,
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "TOOL", description = "its name, or name@version") String name) {
    Terminal t = new Terminal();
    JsonNode tool = find(tools(options, config), name);
    if (options.json()) {
      t.json(tool);
      return ExitCode.SUCCESS.code();
    }
    t.line(t.bold(tool.path("name").asText() + " " + tool.path("version").asText()));
    t.line("  " + tool.path("description").asText());
    t.line("  effect     " + effect(tool));
    if (tool.has("compensation")) t.line("  undone by  " + tool.path("compensation").asText());
    t.line("  source     " + tool.path("source").asText());
    t.line("  hash       " + tool.path("hash").asText());
    t.line(
        "  limits     "
            + tool.path("timeoutMs")
            + " ms, "
            + tool.path("maxConcurrent")
            + " at once, "
            + tool.path("maxOutputBytes")
            + " bytes of output");
    t.line("  grant      tools: [{use: '" + grant(tool) + "'}]");
    t.line("--- arguments");
    t.json(tool.path("inputSchema"));
    t.line("--- output");
    t.json(tool.path("outputSchema"));
    return ExitCode.SUCCESS.code();
  }

  private static JsonNode tools(GlobalOptions options, ConfigOption config) {
    Optional<Connection> server = Connection.toServer(options.data());
    if (server.isPresent()) {
      try (Connection connection = server.get()) {
        return connection.api().get("/v1/tools");
      }
    }
    try (ToolSources tools = LocalTools.open(options, config)) {
      return ToolJson.list(tools.registry());
    }
  }

  private static JsonNode find(JsonNode tools, String wanted) {
    return items(tools).stream()
        .filter(tool -> {
          String name = tool.path("name").asText();
          return wanted.equals(name) || wanted.equals(name + "@" + tool.path("version").asText());
        })
        .findFirst()
        .orElseThrow(() ->
            new CliException(
                ExitCode.NOT_FOUND,
                "no tool is called "
                    + wanted
                    + NearestName.hint(
                        wanted,
                        items(tools).stream().map(tool -> tool.path("name").asText()).toList())));
  }

  private static List<JsonNode> items(JsonNode tools) {
    return StreamSupport.stream(tools.path("items").spliterator(), false).toList();
  }

  private static String effect(JsonNode tool) {
    String effect = tool.path("effect").asText();
    boolean risky = effect.equals("write") && !tool.path("idempotent").asBoolean();
    return risky ? "write, not repeatable" : effect;
  }

  private static String grant(JsonNode tool) {
    String version = tool.path("version").asText();
    return tool.path("name").asText() + "@^" + version.substring(0, version.indexOf('.'));
  }

  private static String oneLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() <= 70 ? line : line.substring(0, 67) + "...";
  }
}
