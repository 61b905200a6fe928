package dev.stint.api.cli;

import picocli.CommandLine;

/** Completion for the fish shell: commands and their verbs. */
final class FishCompletion {
  private FishCompletion() {}

  static String of(CommandLine root) {
    StringBuilder script = new StringBuilder("complete -c stint -f\n");
    root.getSubcommands()
        .forEach((name, command) -> {
          line(script, "__fish_use_subcommand", name, description(command));
          command
              .getSubcommands()
              .forEach((verb, sub) ->
                  line(script, "__fish_seen_subcommand_from " + name, verb, description(sub)));
        });
    return script.toString();
  }

  private static String description(CommandLine command) {
    String[] text = command.getCommandSpec().usageMessage().description();
    return text.length == 0 ? "" : text[0].replace("'", "");
  }

  private static void line(StringBuilder script, String when, String name, String description) {
    script
        .append("complete -c stint -n '")
        .append(when)
        .append("' -a ")
        .append(name)
        .append(" -d '")
        .append(description)
        .append("'\n");
  }
}
