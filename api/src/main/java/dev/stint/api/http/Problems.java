package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.SpecProblem;
import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.JournalOverloadedException;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.ViewException;
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
      case PayloadException erased when erased.gone() ->
          new ApiProblem(410, e.code(), e.getMessage());
      default -> new ApiProblem(500, e.code(), e.getMessage());
    };
  }

  /** The journal is what counts and goes on; lists and searches come from the views. */
  static ApiProblem of(ViewException e) {
    return ApiProblem.comeBack(
        503,
        "views_unavailable",
        "the lists of this node cannot be read right now; single runs can (" + e.getMessage() + ")",
        Duration.ofSeconds(2));
  }

  /** The node did not say whether it holds: the caller must not believe either. */
  static ApiProblem noAnswer() {
    return ApiProblem.comeBack(
        503,
        "no_answer",
        "no answer in time, and it is unknown whether the request holds: look before repeating, or"
            + " repeat a submission with the same Idempotency-Key",
        Duration.ofSeconds(2));
  }

  /** The journal refused or failed; what was asked may be repeated once it takes events again. */
  static ApiProblem unsaved(String code, String message) {
    return ApiProblem.comeBack(
        503,
        code,
        "the journal did not confirm this request, so it probably does not hold: look before"
            + " repeating, or repeat a submission with the same Idempotency-Key ("
            + message
            + ")",
        Duration.ofSeconds(5));
  }

  static ApiProblem overloaded() {
    return ApiProblem.comeBack(
        503, "overloaded", "too many requests at once; come back", Duration.ofSeconds(1));
  }

  static ApiProblem draining() {
    return ApiProblem.comeBack(
        503, "draining", "this node is stopping; come back", Duration.ofSeconds(5));
  }

  static ApiProblem tooLarge(long limit) {
    return new ApiProblem(413, "body_too_large", "the body may have " + limit + " bytes at most");
  }

  static ApiProblem bodyNotReceived() {
    return new ApiProblem(408, "body_not_received", "the body did not arrive in time or whole");
  }

  /** What the parser of requests refused before there was a request (B10). */
  static ApiProblem unparsable(int status, String summary) {
    String code =
        switch (status) {
          case 405, 501 -> "method_unknown";
          case 408 -> "request_timeout";
          case 413 -> "body_too_large";
          case 414 -> "uri_too_long";
          case 431 -> "headers_too_large";
          case 503 -> "no_answer";
          default -> "request_malformed";
        };
    return new ApiProblem(status, code, summary);
  }

  static ApiProblem internal() {
    return new ApiProblem(
        500, "internal_error", "this should not happen; the node's log says more");
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
      case RunReply.Unsaved unsaved -> throw unsaved(unsaved.code(), unsaved.message());
    };
  }

  /** The run after a submission, or the problem. */
  static RunState accepted(SubmitResult result) {
    return switch (result) {
      case SubmitResult.Accepted accepted -> accepted.run();
      case SubmitResult.UnknownJob unknown ->
          throw new ApiProblem(404, "job_not_found", unknown.message());
      case SubmitResult.InvalidInputs invalid -> throw invalidInputs(invalid);
      case SubmitResult.Rejected rejected -> throw of(rejected.rejection());
      case SubmitResult.Unsaved unsaved -> throw unsaved(unsaved.code(), unsaved.message());
      case SubmitResult.Overloaded overloaded ->
          throw ApiProblem.comeBack(
              429, "queue_full", "no room for another run; come back", overloaded.retryAfter());
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
