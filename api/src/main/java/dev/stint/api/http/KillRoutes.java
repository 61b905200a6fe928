package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.view.RunRow;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The big switch (G3): kills every unfinished run that it names, and says which it could not. */
final class KillRoutes {
  private static final List<RunStatus> UNFINISHED =
      List.of(
          RunStatus.QUEUED,
          RunStatus.RUNNING,
          RunStatus.WAITING,
          RunStatus.PAUSED,
          RunStatus.IN_DOUBT);
  private static final int AT_ONCE = 64;
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

  private final StintNode node;

  KillRoutes(StintNode node) {
    this.node = node;
  }

  List<Api.Route> routes() {
    return List.of(Api.route("POST", "/v1/kill", this::kill));
  }

  private ApiResponse kill(ApiRequest request) throws Exception {
    Caller caller = request.caller(Permission.OPERATE);
    ObjectNode body = request.json("scope", "value", "reason");
    String scope = body.path("scope").asText();
    String value = body.path("value").asText();
    RunCommand command = new RunCommand.Kill(ControlRoutes.reason(body));
    return switch (scope) {
      case "run" -> one(ApiRequest.runId(value), command, caller);
      case "all" -> many(_ -> true, command, caller);
      case "job" -> many(named(value).and(row -> row.jobName().equals(value)), command, caller);
      case "department" ->
          many(named(value).and(row -> row.department().equals(value)), command, caller);
      case "tool", "model" ->
          throw new ApiProblem(
              422,
              "scope_unsupported",
              "killing by " + scope + " is not supported yet: kill by job, department or run");
      default ->
          throw new ApiProblem(
              422,
              "scope_unsupported",
              "scope: expected all, job, department or run, found \"" + scope + "\"");
    };
  }

  private static Predicate<RunRow> named(String value) {
    if (value.isBlank()) {
      throw ApiProblem.invalid("member_invalid", "value: expected the name of what to kill");
    }
    return _ -> true;
  }

  private ApiResponse one(RunId run, RunCommand command, Caller caller) throws Exception {
    Problems.done(Waiting.on(node.runs().ask(run, command, caller.identity(), List.of())));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("killed").add(run.value());
    answer.putArray("not_killed");
    return ApiResponse.ok(answer.put("complete", true));
  }

  private ApiResponse many(Predicate<RunRow> meant, RunCommand command, Caller caller) {
    boolean current = caughtUp();
    List<RunId> runs =
        node.views().inStatus(UNFINISHED).stream()
            .filter(meant)
            .map(row -> new RunId(row.runId()))
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode killed = answer.putArray("killed");
    ArrayNode not = answer.putArray("not_killed");
    for (int from = 0; from < runs.size(); from += AT_ONCE) {
      List<RunId> some = runs.subList(from, Math.min(runs.size(), from + AT_ONCE));
      List<CompletionStage<RunReply>> replies =
          some.stream()
              .map(run -> node.runs().ask(run, command, caller.identity(), List.of()))
              .toList();
      for (int i = 0; i < some.size(); i++) tell(some.get(i), replies.get(i), killed, not);
    }
    return ApiResponse.ok(answer.put("complete", current && not.isEmpty()));
  }

  private static void tell(
      RunId run, CompletionStage<RunReply> reply, ArrayNode killed, ArrayNode not) {
    try {
      Problems.done(Waiting.on(reply));
      killed.add(run.value());
    } catch (ApiProblem problem) {
      if (!over(problem)) not.addObject().put("id", run.value()).put("code", problem.code());
    } catch (Exception e) {
      if (e instanceof InterruptedException) Thread.currentThread().interrupt();
      not.addObject().put("id", run.value()).put("code", "internal_error");
    }
  }

  /** A run that ended by itself meanwhile needs no kill. */
  private static boolean over(ApiProblem problem) {
    return problem.code().equals("run_over");
  }

  /** Waits until the views know every run that was accepted before this request. */
  private boolean caughtUp() {
    long until = System.nanoTime() + CATCH_UP.toNanos();
    long wanted = node.journal().lastOffset();
    while (node.journal().lastOffset() - node.viewLag() < wanted) {
      if (System.nanoTime() > until) return false;
      LockSupport.parkNanos(5_000_000);
    }
    return true;
  }
}
