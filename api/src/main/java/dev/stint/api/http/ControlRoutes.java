package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.node.StintNode;
import java.util.List;
import java.util.function.Function;

/** Steering runs. */
final class ControlRoutes {
  private final StintNode node;

  ControlRoutes(StintNode node) {
    this.node = node;
  }

  List<Api.Route> routes() {
    return List.of(
        verb("cancel", RunCommand.Cancel::new),
        verb("kill", RunCommand.Kill::new),
        verb("pause", RunCommand.Pause::new),
        verb("resume", _ -> new RunCommand.Resume()),
        Api.route("POST", "/v1/runs/*/resolve", this::resolve));
  }

  private Api.Route verb(String name, Function<String, RunCommand> command) {
    return Api.route(
        "POST",
        "/v1/runs/*/" + name,
        request -> {
          Caller caller = request.caller(Permission.OPERATE);
          String reason = reason(request.json("reason"));
          RunId run = ApiRequest.runId(request.segments().get(2));
          return answer(ask(run, command.apply(reason), caller, List.of()));
        });
  }

  static String reason(ObjectNode body) {
    String reason = body.path("reason").asText("");
    if (reason.length() > 1000) {
      throw ApiProblem.invalid("member_invalid", "reason: expected at most 1000 characters");
    }
    return reason.isBlank() ? "no reason given" : reason;
  }

  private RunState ask(RunId run, RunCommand command, Caller caller, List<Payload> payloads)
      throws Exception {
    return Problems.done(Waiting.on(node.runs().ask(run, command, caller.identity(), payloads)))
        .state();
  }

  private static ApiResponse answer(RunState state) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", state.submitted().run().value())
            .put("status", state.status().text());
    state.killAcceptedAt().ifPresent(at -> body.put("accepted_at", at.toString()));
    state.killEffectiveAt().ifPresent(at -> body.put("effective_at", at.toString()));
    return ApiResponse.ok(body);
  }

  private ApiResponse resolve(ApiRequest request) throws Exception {
    Caller caller = request.caller(Permission.OPERATE);
    ObjectNode body = request.json("unit", "happened", "comment");
    if (!body.path("unit")
            .asText()
            .matches("[a-z][a-z0-9_]*(~\\d{1,3})*(\\.\\d{1,6}){0,2}(\\[\\d{1,4}])?")
        || !body.path("happened").isBoolean()
        || body.path("comment").asText().isBlank()) {
      throw ApiProblem.invalid(
          "member_invalid", "expected unit, happened (true or false) and a comment");
    }
    Payload output =
        Payload.of(
            CanonicalJson.bytes(
                JsonNodeFactory.instance.objectNode().put("resolved_by", caller.identity())));
    RunCommand command =
        new DoubtCommand.ResolveDoubt(
            UnitId.parse(body.get("unit").asText()),
            body.get("happened").booleanValue(),
            output.commit(),
            body.get("comment").asText());
    RunId run = ApiRequest.runId(request.segments().get(2));
    return answer(ask(run, command, caller, List.of(output)));
  }
}
