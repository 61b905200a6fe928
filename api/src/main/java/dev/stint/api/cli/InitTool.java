package dev.stint.api.cli;

import dev.stint.runtime.tool.sdk.TypedTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@code stint init --tool}: a small tool that works, with an example and a job, to grow from. */
final class InitTool {
  private InitTool() {}

  /** Writes the folder {@code name}, which must not be there, and says what to do next. */
  static List<String> write(String name, Path folder) throws IOException {
    String type =
        Arrays.stream(name.split("_"))
            .filter(word -> !word.isEmpty())
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    copy("Tool.java", folder.resolve("src/my/" + type + ".java"), name, type);
    copy("example.json", folder.resolve("examples/sentence.json"), name, type);
    copy("job.yaml", folder.resolve("job/job.yaml"), name, type);
    copy("README.md", folder.resolve("README.md"), name, type);
    Path services =
        folder.resolve("resources/META-INF/services").resolve(TypedTool.class.getName());
    Files.createDirectories(services.getParent());
    Files.writeString(services, "my." + type + "\n");
    return List.of(
        "Wrote " + folder + "/src/my/" + type + ".java, an example and a job that uses it. Next:",
        "  stint tools build " + name,
        "  stint tools test my." + name + " -i text=\"two words\"",
        "  stint run " + name + "/job");
  }

  private static void copy(String template, Path file, String name, String type)
      throws IOException {
    Files.createDirectories(file.getParent());
    try (var in = InitTool.class.getResourceAsStream("/init/tool/" + template)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(file, text.replace("NAME", name).replace("CLASS", type));
    }
  }
}
