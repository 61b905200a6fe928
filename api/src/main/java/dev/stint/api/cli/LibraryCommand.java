package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.library.Component;
import dev.stint.config.library.LibraryFolders;
import dev.stint.config.library.LibraryHome;
import dev.stint.config.spec.VersionRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stint library}: components that jobs can import (A4). */
@Command(
    name = "library",
    description = "Components that jobs import: steps, prompts, policies.",
    subcommands = {LibraryCommand.Listing.class, LibraryCommand.Show.class})
final class LibraryCommand {
  static LibraryFolders folders() {
    return new LibraryFolders(Path.of(""), LibraryHome.folders(), VersionRange::accepts);
  }

  private static List<Component> all() throws IOException {
    List<Component> all = folders().list();
    if (all.isEmpty()) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "there is no library here: no folder `library` in this folder or above it, and"
              + " STINT_LIBRARY names none");
    }
    return all;
  }

  /** {@code stint library list}. */
  @Command(name = "list", description = "Every component, its newest version.")
  static final class Listing implements Callable<Integer> {
    @Mixin private GlobalOptions common;

    @Override
    public Integer call() throws IOException {
      Terminal t = new Terminal();
      List<Component> all = all();
      if (common.json()) {
        var list = JsonNodeFactory.instance.arrayNode();
        all.forEach(component -> list.add(json(component)));
        t.json(list);
        return ExitCode.SUCCESS.code();
      }
      for (Component c : all) {
        t.line("%-22s %-8s %-7s %s".formatted(c.name(), c.version(), c.kind(), c.description()));
      }
      t.line("");
      t.line(
          "`stint library show NAME` says what one needs; `stint init NEW --from NAME` begins with one.");
      return ExitCode.SUCCESS.code();
    }
  }

  /** {@code stint library show}. */
  @Command(name = "show", description = "What a component needs and how it is imported.")
  static final class Show implements Callable<Integer> {
    @Mixin private GlobalOptions common;

    @Parameters(paramLabel = "NAME", description = "of a component")
    private String name;

    @Override
    public Integer call() throws IOException {
      Terminal t = new Terminal();
      Component component =
          all().stream()
              .filter(c -> c.name().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new CliException(
                      ExitCode.NOT_FOUND,
                      "there is no component " + name + "; `stint library list` shows all"));
      if (common.json()) {
        t.json(json(component));
        return ExitCode.SUCCESS.code();
      }
      t.line(component.name() + " " + component.version() + ", " + component.kind());
      t.line(component.description());
      component.needs().forEach(tool -> t.line("needs       tools: - {use: '" + tool + "'}"));
      String major = component.version().substring(0, component.version().indexOf('.'));
      String use = "library/" + component.name() + "@^" + major;
      switch (component.content()) {
        case Component.Content.Steps steps -> {
          t.line("import      - id: ID");
          t.line("              use: " + use);
          if (!component.params().path("properties").isEmpty()) t.line("              with:");
          params(t, component.params());
          t.line("then        steps.ID is its step " + steps.output());
        }
        case Component.Content.Prompt _ -> t.line("import      prompt: " + use);
        case Component.Content.Policy _ -> t.line("import      policies: {use: [" + use + "]}");
      }
      return ExitCode.SUCCESS.code();
    }

    private static void params(Terminal t, JsonNode schema) {
      for (var property : schema.path("properties").properties()) {
        JsonNode value = property.getValue();
        String need = value.has("default") ? "default " + value.get("default") : "needed";
        t.line(
            "                %s: # %s, %s; %s"
                .formatted(
                    property.getKey(),
                    value.path("type").asText("any"),
                    value.path("description").asText(""),
                    need));
      }
    }
  }

  private static ObjectNode json(Component component) {
    var json = JsonNodeFactory.instance.objectNode().put("name", component.name());
    json.put("version", component.version()).put("kind", component.kind());
    json.put("description", component.description()).set("params", component.params());
    component.needs().forEach(json.putArray("needs")::add);
    return json;
  }
}
