package dev.stint.api.cli;

/** What the process says when it ends. The numbers are the outer contract. */
public enum ExitCode {
  SUCCESS(0, "success"),
  FAILED(1, "run failed, or another error"),
  USAGE(2, "the command line is wrong"),
  SPEC_INVALID(3, "the job spec or its inputs are invalid"),
  AUTHENTICATION(4, "no token, a bad token, or not allowed"),
  NOT_FOUND(5, "there is no such thing"),
  CONFLICT(6, "the state forbids it, or what you saw has changed"),
  PARTIAL(7, "the run ended partial: its budget is exhausted"),
  HALTED(8, "the run was halted by policy"),
  WAITING(9, "the run waits for an approval and nobody here can decide"),
  UNREACHABLE(10, "the server cannot be reached"),
  KILLED(11, "the run was killed"),
  AUDIT_FAILED(12, "an audit verification failed"),
  INTERRUPTED(130, "interrupted");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }

  /** How a followed run's status ends the process. */
  static ExitCode ofStatus(String status) {
    return switch (status) {
      case "succeeded" -> SUCCESS;
      case "partial" -> PARTIAL;
      case "halted" -> HALTED;
      case "killed" -> KILLED;
      case "waiting", "in_doubt", "paused", "queued", "running" -> WAITING;
      default -> FAILED;
    };
  }

  /** How an HTTP answer ends the process. */
  static ExitCode ofHttp(int status) {
    return switch (status) {
      case 401, 403 -> AUTHENTICATION;
      case 404 -> NOT_FOUND;
      case 409, 412, 428 -> CONFLICT;
      case 422 -> SPEC_INVALID;
      default -> FAILED;
    };
  }
}
