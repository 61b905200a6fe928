package dev.stint.api.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code stint}: dispatch only. */
@Command(
    name = "stint",
    description = "A durable runtime for governed AI-agent jobs.",
    mixinStandardHelpOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
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
      HelpCommands.Help.class,
    })
public final class Main implements Runnable {
  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "show this help")
  private boolean help;

  @Override
  public void run() {
    new CommandLine(this).usage(System.out);
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

  /** Runs a command line; every failure is one message and an exit code. */
  static int execute(String... args) {
    return new CommandLine(new Main())
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
