package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.api.model.RunJson;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.decision.CustodyCommand;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunReply;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Holding runs, and erasing what they hold: two persons, for a run or for all of a person (H4). */
final class CustodyRoutes {
  private static final String BASIS = "[a-z][a-z0-9_]{0,39}";
  private static final String STANDARD_BASIS = "data_subject_request";

  private final StintNode node;
  private final InstantSource clock;

  CustodyRoutes(StintNode node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("POST", "/v1/runs/*/hold", request -> one(request, this::hold)),
        Api.route("POST", "/v1/runs/*/release", request -> one(request, this::release)),
        Api.route("POST", "/v1/runs/*/erasure", request -> one(request, this::request)),
        Api.route("POST", "/v1/runs/*/erasure/approval", request -> one(request, this::approve)),
        Api.route("POST", "/v1/erasures", this::subject));
  }

  /** What is asked of each run that is meant. */
  private interface Question extends Function<RunId, CompletionStage<RunReply>> {}

  private Question hold(ApiRequest request, Caller caller) {
    var command = new CustodyCommand.Hold(reason(request.json("reason")));
    return run -> node.runs().ask(run, command, caller.identity(), List.of());
  }

  private Question release(ApiRequest request, Caller caller) {
    var command = new CustodyCommand.ReleaseHold(reason(request.json("reason")));
    return run -> node.runs().ask(run, command, caller.identity(), List.of());
  }

  private Question request(ApiRequest request, Caller caller) {
    return requesting(request.json("basis", "reason"), caller);
  }

  private Question requesting(ObjectNode body, Caller caller) {
    String basis = body.path("basis").asText(STANDARD_BASIS);
    if (!basis.matches(BASIS)) {
      throw ApiProblem.invalid(
          "member_invalid", "basis: expected lower snake case, such as " + STANDARD_BASIS);
    }
    var command = new CustodyCommand.RequestErasure(basis, reason(body));
    return run -> node.runs().ask(run, command, caller.identity(), List.of());
  }

  private Question approve(ApiRequest request, Caller caller) {
    request.json(new String[0]);
    return run -> node.erasures().approve(run, caller.identity());
  }

  private static String reason(ObjectNode body) {
    String reason = ControlRoutes.reason(body);
    if (!body.path("reason").asText("").isBlank()) return reason;
    throw ApiProblem.invalid(
        "member_invalid",
        "reason: expected why; it stays in the record, so name a ticket and no person");
  }

  /** Makes the question, once the caller may ask it. */
  private interface Asking {
    Question of(ApiRequest request, Caller caller);
  }

  private ApiResponse one(ApiRequest request, Asking asking) throws Exception {
    Caller caller = request.caller(Permission.KEEP);
    Question question = asking.of(request, caller);
    RunId run = ApiRequest.runId(request.segments().get(2));
    Problems.done(Waiting.on(question.apply(run)));
    return ApiResponse.ok(RunJson.of(node.reader().run(run).orElseThrow(), clock.instant()));
  }

  private ApiResponse subject(ApiRequest request) throws Exception {
    Caller caller = request.caller(Permission.KEEP);
    ObjectNode body = request.json("subject", "decision", "basis", "reason");
    String subject = body.path("subject").asText();
    if (subject.isBlank() || subject.length() > 200) {
      throw ApiProblem.invalid("member_invalid", "subject: expected whose runs are meant");
    }
    Question question =
        switch (body.path("decision").asText("request")) {
          case "request" -> requesting(body, caller);
          case "approve" -> run -> node.erasures().approve(run, caller.identity());
          default ->
              throw ApiProblem.invalid("member_invalid", "decision: expected request or approve");
        };
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode items = answer.putArray("items");
    boolean complete = true;
    for (RunId run : node.subjects().runs(subject)) {
      complete &= tell(run, question, items.addObject());
    }
    return ApiResponse.ok(answer.put("complete", complete));
  }

  private static boolean tell(RunId run, Question question, ObjectNode item) throws Exception {
    item.put("run_id", run.value());
    try {
      var custody = Problems.done(Waiting.on(question.apply(run))).state().custody();
      item.put("state", custody.erased() ? "erased" : "requested");
      return true;
    } catch (ApiProblem problem) {
      item.put("state", "refused").put("code", problem.code()).put("detail", problem.getMessage());
      return false;
    }
  }
}
