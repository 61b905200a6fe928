package dev.stint.runtime.tool.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.schema.SchemaProblem;
import dev.stint.runtime.tool.OutputIntake;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds a plugin's tools to calls that their author wrote down: {@code {"tool", "args", "output"}},
 * each in a file. A tool that writes is called as in a dry run.
 */
public final class PluginExamples {
  private final List<Tool> tools;

  public PluginExamples(PluginJar plugin) {
    this.tools = plugin.tools();
  }

  /**
   * @param kept how many examples there were
   * @param problems what they found, by file
   */
  public record Report(int kept, List<String> problems) {}

  public Report check(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return new Report(0, List.of());
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      problem(Files.readString(file)).ifPresent(p -> problems.add(file.getFileName() + ": " + p));
    }
    return new Report(files.size(), problems);
  }

  private Optional<String> problem(String text) {
    try {
      JsonNode example = Json.parse(text);
      if (!example.path("args").isObject()) return Optional.of("expected an object \"args\"");
      Optional<Tool> tool = tool(example.path("tool").asText());
      if (tool.isEmpty()) return Optional.of("expected \"tool\" to be one of " + names());
      return problem(tool.get(), example);
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Optional<String> problem(Tool tool, JsonNode example) {
    ToolDescriptor descriptor = tool.descriptor();
    JsonNode args = example.path("args");
    Optional<String> wrong = schema("args", descriptor.inputSchema(), args);
    if (wrong.isPresent()) return wrong;
    try {
      JsonNode output = tool.call(args, new ExampleContext(descriptor.effect())).output();
      JsonNode taken = OutputIntake.take(descriptor, output).value();
      wrong = schema("output", descriptor.outputSchema(), taken);
      if (wrong.isPresent() || !example.has("output")) return wrong;
      String expected = CanonicalJson.text(example.get("output"));
      String found = CanonicalJson.text(taken);
      return expected.equals(found)
          ? Optional.empty()
          : Optional.of("expected " + expected + ", found " + found);
    } catch (ToolException e) {
      return Optional.of("expected an output, found " + e.getMessage());
    } catch (RuntimeException e) {
      return Optional.of("expected an output, found " + e);
    } catch (InterruptedException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Optional<String> schema(String which, JsonNode schema, JsonNode value) {
    List<SchemaProblem> problems = JsonSchemas.validate(schema, value);
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            which + ": " + String.join("; ", problems.stream().map(p -> "" + p).toList()));
  }

  private Optional<Tool> tool(String name) {
    if (name.isEmpty()) return tools.size() == 1 ? Optional.of(tools.getFirst()) : Optional.empty();
    return tools.stream().filter(t -> t.descriptor().name().equals(name)).findFirst();
  }

  private List<String> names() {
    return tools.stream().map(t -> t.descriptor().name()).toList();
  }
}
