package dev.stint.runtime.tool.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plugin in source, built in a test as its author would. */
public final class PluginProject {
  private final Path folder;

  public PluginProject(Path folder) {
    this.folder = folder;
  }

  /** A tool {@code name} whose method does {@code body} with {@code in.text()}. */
  public PluginProject tool(String type, String name, String body) throws IOException {
    write(
        "src/acme/" + type + ".java",
        """
        package acme;

        import dev.stint.runtime.tool.ToolContext;
        import dev.stint.runtime.tool.ToolException;
        import dev.stint.runtime.tool.sdk.Declaration;
        import dev.stint.runtime.tool.sdk.TypedTool;

        public final class %1$s implements TypedTool<%1$s.In, %1$s.Out> {
          public record In(String text) {}

          public record Out(String text) {}

          @Override
          public Declaration<In, Out> declaration() {
            return Declaration.of("%2$s", "1.0.0", "For tests", In.class, Out.class).computes();
          }

          @Override
          public Out call(In in, ToolContext context) throws ToolException {
            %3$s
          }
        }
        """
            .formatted(type, name, body));
    return service("acme." + type);
  }

  public PluginProject service(String type) throws IOException {
    Path services =
        folder.resolve("resources/META-INF/services/dev.stint.runtime.tool.sdk.TypedTool");
    String known = Files.exists(services) ? Files.readString(services) : "";
    write(folder.relativize(services).toString(), known + type + "\n");
    return this;
  }

  public PluginProject write(String file, String text) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
    return this;
  }

  Path folder() {
    return folder;
  }

  public Path built(Path jar) throws IOException {
    assertThat(PluginBuild.build(folder, jar)).isEmpty();
    return jar;
  }
}
