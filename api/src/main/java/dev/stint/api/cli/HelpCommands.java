package dev.stint.api.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands about the program itself. */
final class HelpCommands {
  private HelpCommands() {}

  /** {@code stint version}. */
  @Command(name = "version", description = "Print the version.")
  static final class Version implements Callable<Integer> {
    @Override
    public Integer call() {
      new Terminal().line("stint " + BuildInfo.version() + " on Java " + Runtime.version());
      return ExitCode.SUCCESS.code();
    }
  }

  /** {@code stint completion}. */
  @Command(name = "completion", description = "Print a completion script for your shell.")
  static final class Completion implements Callable<Integer> {
    @Parameters(paramLabel = "bash|zsh|fish")
    private String shell;

    @Override
    public Integer call() {
      String script = AutoComplete.bash("stint", Main.commandLine());
      switch (shell) {
        case "bash" -> System.out.println(script);
        case "zsh" -> System.out.println("autoload -U +X bashcompinit && bashcompinit\n" + script);
        case "fish" -> System.out.println(FishCompletion.of(Main.commandLine()));
        default ->
            throw new CliException(ExitCode.USAGE, "expected bash, zsh or fish, found " + shell);
      }
      return ExitCode.SUCCESS.code();
    }
  }

  /** {@code stint help}. */
  @Command(name = "help", description = "Help about a command, or `help exit-codes`.")
  static final class Help implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", defaultValue = "")
    private String topic;

    @Override
    public Integer call() {
      CommandLine root = Main.commandLine();
      if (topic.equals("exit-codes")) {
        Terminal t = new Terminal();
        for (ExitCode exit : ExitCode.values()) {
          t.line(String.format("%4d  %s", exit.code(), exit.meaning()));
        }
      } else if (topic.isEmpty()) {
        root.usage(System.out);
      } else if (root.getSubcommands().containsKey(topic)) {
        root.getSubcommands().get(topic).usage(System.out);
      } else {
        throw new CliException(ExitCode.USAGE, "there is no command " + topic);
      }
      return ExitCode.SUCCESS.code();
    }
  }
}
