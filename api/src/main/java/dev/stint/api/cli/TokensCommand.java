package dev.stint.api.cli;

import dev.stint.api.auth.AccessTokens;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint tokens ...}: who may speak to the server, kept in the data folder. */
@Command(name = "tokens", description = "Give people and programs access to the server.")
final class TokensCommand implements Runnable {
  @Override
  public void run() {
    throw new CliException(ExitCode.USAGE, "expected: stint tokens create|list|revoke");
  }

  @Command(name = "create", description = "Make a token for NAME and print it, once.")
  int create(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--role",
              split = ",",
              required = true,
              description = "owner, operator, approver, steward, auditor, submitter")
          List<String> roles,
      @Option(names = "--group", split = ",", description = "groups, as approvals name them")
          List<String> groups)
      throws IOException {
    try {
      String token =
          AccessTokens.open(options.data())
              .create(name, roles, groups == null ? List.of() : groups);
      new Terminal().line(token);
      return ExitCode.SUCCESS.code();
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  @Command(name = "list", description = "List tokens; the tokens themselves are not kept.")
  int list(@Mixin GlobalOptions options) throws IOException {
    Terminal t = new Terminal();
    t.table(
        List.of("NAME", "ROLES", "GROUPS", "CREATED"),
        AccessTokens.open(options.data()).list().stream()
            .map(e ->
                List.of(
                    e.name(),
                    String.join(",", e.roles()),
                    String.join(",", e.groups()),
                    e.created().toString()))
            .toList());
    return ExitCode.SUCCESS.code();
  }

  @Command(name = "revoke", description = "End every token of NAME at once.")
  int revoke(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name)
      throws IOException {
    if (!AccessTokens.open(options.data()).revoke(name)) {
      throw new CliException(ExitCode.NOT_FOUND, "there is no token of " + name);
    }
    new Terminal().line("revoked " + name);
    return ExitCode.SUCCESS.code();
  }
}
