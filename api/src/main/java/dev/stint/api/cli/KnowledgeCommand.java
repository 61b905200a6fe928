package dev.stint.api.cli;

import picocli.CommandLine.Command;

/** {@code stint knowledge ...}: what jobs can look up. */
@Command(
    name = "knowledge",
    description = "Index sources of documents, and search them as jobs do.",
    subcommands = {
      KnowledgeCommands.Index.class,
      KnowledgeCommands.Status.class,
      KnowledgeCommands.Search.class,
    })
final class KnowledgeCommand implements Runnable {
  @Override
  public void run() {
    throw new CliException(ExitCode.USAGE, "expected: stint knowledge index|status|search");
  }
}
