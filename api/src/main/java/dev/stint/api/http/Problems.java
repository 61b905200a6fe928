package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.SpecProblem;
import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.JournalOverloadedException;
import dev.stint.runtime.decision.Rejection;
import dev.stint.runtime.run.RunReply;
import dev.stint.runtime.submission.SubmitResult;
import java.time.Duration;
import java.util.List;

/** One table: what the node says, and the problem it becomes. */
final class Problems {
  private Problems() {}

  static ApiProblem of(Rejection rejection) {
    int status =
        switch (rejection.kind()) {
          case NOT_FOUND -> 404;
          case CONFLICT -> rejection.code().equals("approval_stale") ? 412 : 409;
          case FORBIDDEN -> 403;
          case STALE -> 412;
        };
    return new ApiProblem(status, rejection.code(), rejection.message());
  }

  static ApiProblem of(JournalException e) {
    return switch (e) {
      case DiskFullException _, JournalOverloadedException _ ->
          ApiProblem.comeBack(503, e.code(), e.getMessage(), Duration.ofSeconds(5));
      default -> new ApiProblem(500, e.code(), e.getMessage());
    };
  }

  static ApiProblem busy() {
    return ApiProblem.comeBack(
        503, "run_busy", "the run has too many commands waiting; come back", Duration.ofSeconds(1));
  }

  /** The run after a command, or the problem. */
  static RunReply.Done done(RunReply reply) {
    return switch (reply) {
      case RunReply.Done done -> done;
      case RunReply.Rejected rejected -> throw of(rejected.rejection());
      case RunReply.Busy _ -> throw busy();
    };
  }

  static ApiProblem invalidJob(List<SpecProblem> problems) {
    return new ApiProblem(
        422, "spec_invalid", "the job has " + problems.size() + " problem(s)", errors(problems));
  }

  static ArrayNode errors(List<SpecProblem> problems) {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (SpecProblem problem : problems) {
      errors
          .addObject()
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("pointer", problem.pointer())
          .put("message", problem.message())
          .put("hint", problem.hint())
          .put("code", problem.code());
    }
    return errors;
  }

  static ApiProblem invalidInputs(SubmitResult.InvalidInputs invalid) {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (SubmitResult.Problem problem : invalid.problems()) {
      errors
          .addObject()
          .put("pointer", problem.pointer())
          .put("message", problem.message())
          .put("code", problem.code());
    }
    String detail = "the request has " + invalid.problems().size() + " problem(s)";
    return new ApiProblem(422, "inputs_invalid", detail, errors);
  }
}
