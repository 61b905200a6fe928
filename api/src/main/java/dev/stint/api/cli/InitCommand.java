package dev.stint.api.cli;

import dev.stint.config.schema.JobSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint init}: a small job that runs, to grow from. */
@Command(name = "init", description = "Write a small job that runs, or a small tool, to grow from.")
final class InitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "lower case, digits and underscores")
  private String name;

  @Option(names = "--tool", description = "a tool of your own instead of a job")
  private boolean tool;

  @Option(
      names = "--from",
      paramLabel = "TEMPLATE",
      description =
          "begin with a component's example (`stint library list`) or another job's folder")
  private Optional<String> from = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[a-z][a-z0-9_]{0,59}")) {
      throw new CliException(
          ExitCode.USAGE, "expected a name like my_job (a-z, 0-9, _), found \"" + name + "\"");
    }
    Path folder = Path.of(name);
    if (Files.exists(folder)) {
      throw new CliException(ExitCode.CONFLICT, folder + " exists already; nothing was written");
    }
    if (tool) {
      InitTool.write(name, folder).forEach(new Terminal()::line);
      return ExitCode.SUCCESS.code();
    }
    if (from.isPresent()) {
      JobTemplate.find(from.get()).write(folder, name);
      write(folder.resolve(".stint/job.v1.json"), JobSchema.text());
      next(new Terminal(), "Wrote " + folder + " from " + from.get() + ".");
      return ExitCode.SUCCESS.code();
    }
    write(folder.resolve("job.yaml"), template("job.yaml").replace("NAME", name));
    write(folder.resolve("prompts/summary.md"), template("summary.md"));
    write(folder.resolve("documents/welcome.md"), template("welcome.md"));
    write(folder.resolve(".stint/job.v1.json"), JobSchema.text());
    next(new Terminal(), "Wrote " + folder + "/job.yaml, a prompt, a document and the job schema.");
    return ExitCode.SUCCESS.code();
  }

  private void next(Terminal t, String written) {
    t.line(written + " Next:");
    t.line("  stint validate " + name);
    t.line("  stint plan " + name);
    t.line("  stint run " + name);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String template(String name) throws IOException {
    try (var in = InitCommand.class.getResourceAsStream("/init/" + name)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
