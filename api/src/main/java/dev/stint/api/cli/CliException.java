package dev.stint.api.cli;

/** A user's mistake or a refusal: one clear message on stderr and an exit code, no stack trace. */
final class CliException extends RuntimeException {
  private final ExitCode exit;

  CliException(ExitCode exit, String message) {
    super(message);
    this.exit = exit;
  }

  ExitCode exit() {
    return exit;
  }
}
