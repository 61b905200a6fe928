package dev.stint.api.cli;

import com.typesafe.config.ConfigException;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.plugin.PluginBuild;
import dev.stint.runtime.tool.plugin.PluginExamples;
import dev.stint.runtime.tool.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint tools build}: from sources to a plugin that is installed here. */
@Command(
    name = "build",
    description = "Compile a tool, hold it to its examples, and install it as a plugin.")
final class ToolsBuild implements Callable<Integer> {
  @Mixin private GlobalOptions common;
  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "DIR", description = "a folder as `stint init --tool` writes it")
  private Path project;

  @Option(names = "--no-install", description = "leave the jar in DIR/target")
  private boolean stay;

  @Override
  public Integer call() throws IOException {
    Terminal t = new Terminal();
    String name = project.toAbsolutePath().normalize().getFileName() + ".jar";
    Path jar = project.resolve("target").resolve(name);
    compile(jar);
    try (PluginJar plugin = PluginJar.open(jar)) {
      refuse("cannot be offered", plugin.problems().stream().map(p -> "" + p).toList());
      var examples = new PluginExamples(plugin).check(project.resolve("examples"));
      refuse("does not do what its examples say", examples.problems());
      for (Tool tool : plugin.tools()) {
        t.line("built " + tool.descriptor().name() + " " + tool.descriptor().version());
      }
      t.line("  examples   " + examples.kept() + " held");
    }
    if (stay) {
      t.line("  jar        " + jar);
      return ExitCode.SUCCESS.code();
    }
    Path installed = install(jar, name);
    t.line("  installed  " + installed);
    if (Files.exists(common.data().resolve(ServerFile.NAME))) {
      t.line("  A server that runs on this data folder offers it after a restart.");
    }
    return ExitCode.SUCCESS.code();
  }

  private void compile(Path jar) throws IOException {
    try {
      refuse("does not compile", PluginBuild.build(project, jar));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  private Path install(Path jar, String name) throws IOException {
    try {
      Path plugins = NodeSettings.of(common.data(), config.settings()).plugins();
      Files.createDirectories(plugins);
      Path unfinished =
          Files.copy(jar, plugins.resolve(name + ".new"), StandardCopyOption.REPLACE_EXISTING);
      return Files.move(unfinished, plugins.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (ConfigException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  private void refuse(String what, List<String> problems) {
    if (problems.isEmpty()) return;
    throw new CliException(
        ExitCode.FAILED, project + " " + what + ":\n  " + String.join("\n  ", problems));
  }
}
