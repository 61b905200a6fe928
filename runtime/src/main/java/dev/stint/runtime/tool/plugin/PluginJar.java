package dev.stint.runtime.tool.plugin;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.tool.DescriptorCheck;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolProblem;
import dev.stint.runtime.tool.ToolSource;
import dev.stint.runtime.tool.sdk.DeclaredTool;
import dev.stint.runtime.tool.sdk.TypedTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * One jar with tools, in a class loader of its own. A tool that cannot be offered is a problem; the
 * others are offered all the same. Thread-safe.
 */
public final class PluginJar implements ToolSource {
  /** Names that only Stint's own tools may have, so that none can look like one of them. */
  private static final List<String> RESERVED = List.of("stint.", "mcp.");

  private static final int MOST_PROBLEMS = 20;

  private final Path jar;
  private final String hash;
  private final URLClassLoader classes;
  private final List<Tool> tools = new ArrayList<>();
  private final List<ToolProblem> problems = new ArrayList<>();

  private PluginJar(Path jar) throws IOException {
    this.jar = jar;
    this.hash = Sha256.hex(Files.readAllBytes(jar));
    this.classes =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL()}, new PluginClasses(Tool.class.getClassLoader()));
    load(Tool.class, tool -> tool);
    load(TypedTool.class, PluginJar::declared);
    if (tools.isEmpty() && problems.isEmpty()) {
      problem(
          "plugin_empty",
          "expected names of tool classes in META-INF/services/" + TypedTool.class.getName());
    }
  }

  public static PluginJar open(Path jar) {
    try {
      return new PluginJar(jar);
    } catch (IOException e) {
      throw new UncheckedIOException("the plugin " + jar + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Tool declared(TypedTool<?, ?> tool) {
    return DeclaredTool.of(tool);
  }

  private <S> void load(Class<S> service, Function<S, Tool> tool) {
    Iterator<S> found = ServiceLoader.load(service, classes).iterator();
    // Each step is a class of its own; a broken one is passed over by asking for the next.
    while (problems.size() < MOST_PROBLEMS) {
      try {
        if (!found.hasNext()) return;
        offer(tool.apply(found.next()));
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        problem("plugin_invalid", words(e));
      }
    }
  }

  private void offer(Tool tool) {
    ToolDescriptor descriptor = tool.descriptor();
    List<String> wrong = new ArrayList<>(DescriptorCheck.problems(descriptor));
    if (RESERVED.stream().anyMatch(descriptor.name()::startsWith)) {
      wrong.add("names that begin with stint. or mcp. are not for plugins: " + descriptor.name());
    }
    if (wrong.isEmpty()) tools.add(new PluginTool(tool, descriptor, classes));
    else problem("plugin_invalid", String.join("; ", wrong));
  }

  private static String words(Throwable e) {
    Throwable cause =
        e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
    return cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private void problem(String code, String message) {
    problems.add(new ToolProblem(jar.getFileName().toString(), code, message));
  }

  @Override
  public String name() {
    return "plugin:" + jar.getFileName();
  }

  /** SHA-256 of the jar. */
  public String hash() {
    return hash;
  }

  @Override
  public List<Tool> tools() {
    return tools; // no more are added
  }

  @Override
  public List<ToolProblem> problems() {
    return problems;
  }

  @Override
  public void close() {
    try {
      classes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
