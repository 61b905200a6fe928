package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.api.model.ApprovalJson;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.ApprovalRow;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.node.StintNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** The approvals inbox (F5): what would be done, exactly, and deciding about that and no more. */
final class ApprovalRoutes {
  private static final int MAX_COMMENT = 2000;

  private final StintNode node;
  private final HttpSettings settings;

  ApprovalRoutes(StintNode node, HttpSettings settings) {
    this.node = node;
    this.settings = settings;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/approvals", this::list),
        Api.route("GET", "/v1/approvals/*", this::get),
        Api.route("POST", "/v1/approvals/*/decision", this::decide),
        Api.route("POST", "/v1/approvals/*/edit", this::edit));
  }

  private ApiResponse list(ApiRequest request) {
    request.caller(Permission.READ);
    boolean pending = request.param("state").filter("pending"::equals).isPresent();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("items");
    int limit = (int) request.number("limit", 200, 1, 1000);
    node.views().approvals(pending, limit).forEach(row -> items.add(ApprovalJson.row(row)));
    return ApiResponse.ok(body);
  }

  private record Found(RunState state, ApprovalState approval) {
    RunId run() {
      return state.submitted().run();
    }
  }

  private Found find(ApiRequest request) {
    String id = request.segments().get(2);
    for (int tries = 0; ; tries++) {
      boolean current = node.viewLag() == 0;
      Optional<ApprovalRow> row = node.views().approval(id);
      if (row.isPresent()) {
        RunState state = node.reader().run(new RunId(row.get().runId())).orElseThrow().state();
        return new Found(state, state.approvals().get(id));
      }
      // The views follow the journal within moments: an approval just requested may not be there.
      if (current || tries == 20) throw ApiProblem.notFound("such approval");
      LockSupport.parkNanos(50_000_000);
    }
  }

  private ApiResponse get(ApiRequest request) {
    request.caller(Permission.READ);
    Found found = find(request);
    ObjectNode body = ApprovalJson.of(found.state(), found.approval());
    JsonNode content = node.reader().value(found.state(), found.approval().request().content());
    body.set("content", content);
    return ApiResponse.ok(body)
        .with("ETag", "\"" + found.approval().request().contentHash() + "\"");
  }

  /** Who decides: the caller, or, in development, the local identity that the owner acts as. */
  private record Decider(String identity, List<String> roles, Optional<String> via) {}

  private Decider decider(ApiRequest request) {
    Caller caller = request.caller(Permission.DECIDE);
    Optional<String> as = request.header("stint-as");
    if (as.isEmpty()) return new Decider(caller.identity(), caller.groups(), Optional.empty());
    if (!settings.development() || !caller.may(Permission.ACT_AS)) {
      throw new ApiProblem(
          403, "acting_not_allowed", "only the owner of a development server may act as others");
    }
    if (!as.get().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw ApiProblem.invalid("identity_invalid", "Stint-As: expected a name");
    }
    return new Decider("user:" + as.get(), List.of(), Optional.of(caller.identity()));
  }

  private static String seen(ApiRequest request) {
    String tag =
        request
            .header("if-match")
            .orElseThrow(() ->
                new ApiProblem(
                    428, "if_match_missing", "send If-Match with the ETag of what you saw"));
    return tag.replace("\"", "").strip();
  }

  private ApiResponse decide(ApiRequest request) throws Exception {
    Decider decider = decider(request);
    ObjectNode body = request.json("decision", "comment");
    String decision = body.path("decision").asText();
    if (!decision.equals("approve") && !decision.equals("reject")) {
      throw ApiProblem.invalid("member_invalid", "decision: expected approve or reject");
    }
    Found found = find(request);
    String id = found.approval().request().approval();
    RunCommand command =
        new ApprovalCommand.Decide(
            id,
            decision.equals("approve"),
            seen(request),
            comment(body),
            decider.roles(),
            decider.via());
    RunState after = ask(found.run(), command, decider.identity(), List.of());
    return ApiResponse.ok(ApprovalJson.of(after, after.approvals().get(id)));
  }

  private static String comment(ObjectNode body) {
    JsonNode comment = body.path("comment");
    boolean fits =
        comment.isMissingNode()
            || comment.isTextual() && comment.textValue().length() <= MAX_COMMENT;
    if (fits) return comment.asText();
    throw ApiProblem.invalid(
        "member_invalid", "comment: expected a text of at most " + MAX_COMMENT + " characters");
  }

  private ApiResponse edit(ApiRequest request) throws Exception {
    Caller editor = request.caller(Permission.DECIDE);
    if (request.header("stint-as").isPresent()) {
      throw new ApiProblem(
          403, "acting_not_allowed", "an edit is recorded under one's own name: omit Stint-As");
    }
    JsonNode args = request.json("args").path("args");
    if (!args.isObject()) throw ApiProblem.invalid("member_invalid", "args: expected an object");
    Found found = find(request);
    ApprovalState old = found.approval();
    ObjectNode content =
        (ObjectNode) node.reader().value(found.state(), old.request().content()).deepCopy();
    content.remove("show");
    content.set("args", args);
    Payload contentPayload = Payload.of(CanonicalJson.bytes(content));
    Payload argsPayload = Payload.of(CanonicalJson.bytes(args));
    String id = "apr-" + UUID.randomUUID().toString().substring(0, 13);
    RunCommand command =
        new ApprovalCommand.Edit(
            old.request().approval(),
            seen(request),
            id,
            contentPayload.commit(),
            CanonicalJson.sha256(content),
            argsPayload.commit(),
            editor.groups(),
            editor.may(Permission.OPERATE));
    RunState after =
        ask(found.run(), command, editor.identity(), List.of(contentPayload, argsPayload));
    ApprovalState fresh = after.approvals().get(id);
    return ApiResponse.ok(ApprovalJson.of(after, fresh))
        .with("ETag", "\"" + fresh.request().contentHash() + "\"");
  }

  private RunState ask(RunId run, RunCommand command, String by, List<Payload> payloads)
      throws Exception {
    return Problems.done(Waiting.on(node.runs().ask(run, command, by, payloads))).state();
  }
}
