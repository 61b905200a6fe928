package dev.stint.api.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code stint}: dispatch only. */
@Command(
    name = "stint",
    description = "A durable runtime for governed AI-agent jobs.",
    mixinStandardHelpOptions = false,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          RunJobCommand.class,
          ServeCommand.class,
          InitCommand.class,
          ComposeCommands.Validate.class,
          ComposeCommands.Plan.class,
          ComposeCommands.Schema.class,
          RunsCommand.class,
          ApprovalsCommand.class,
          JobsCommand.class,
          ToolsCommand.class,
          ModelsCommand.class,
          LibraryCommand.class,
          ReplayCommand.class,
          LineageCommand.class,
          AuditCommand.class,
          DataCommand.class,
          KnowledgeCommand.class,
          MemoryCommand.class,
          TokensCommand.class,
          DoctorCommand.class,
          HelpCommands.Version.class,
          HelpCommands.Completion.class,
          HelpCommands.Help.class);

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "show this help")
  private boolean help;

  @Override
  public void run() {
    commandLine().usage(System.out);
  }

  /** Held, so that its level is not forgotten: it would advise on JVM flags. */
  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene");

  public static void main(String[] args) {
    LUCENE.setLevel(java.util.logging.Level.SEVERE);
    int exit = execute(args);
    System.out.flush();
    System.exit(exit);
  }

  /**
   * The command that {@code args} begins with, alone: reading the annotations of all the others
   * takes most of the time of a short command. Without it, all of them, to list or to suggest.
   */
  static CommandLine commandLine(String... args) {
    var line = new CommandLine(new Main());
    List<Class<?>> named =
        args.length == 0
            ? List.of()
            : COMMANDS.stream().filter(c -> name(c).equals(args[0])).toList();
    (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** Runs a command line; every failure is one message and an exit code. */
  static int execute(String... args) {
    return commandLine(args)
        .setExecutionExceptionHandler((e, _, _) -> {
          if (e instanceof CliException refused) {
            System.err.println(Terminal.clean("stint: " + refused.getMessage()));
            return refused.exit().code();
          }
          System.err.println(
              Terminal.clean(
                  "stint: "
                      + e.getClass().getSimpleName()
                      + ": "
                      + e.getMessage()
                      + " (STINT_DEBUG=1 shows more)"));
          if (System.getenv("STINT_DEBUG") != null) e.printStackTrace();
          return ExitCode.FAILED.code();
        })
        .execute(args);
  }
}
