package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.model.ReplayJson;
import dev.stint.config.spec.PolicyFile;
import dev.stint.config.spec.PolicyFileReader;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.replay.Backtest.ChangeRefusedException;
import dev.stint.runtime.replay.WhatIf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Replays of recorded runs. Read-only: no route here can cause a call to a tool or a model. */
final class ReplayRoutes {
  private static final int MAX_PROMPTS = 50;
  private static final int MAX_RUNS = 100;

  private final StintNode node;
  private final VisibleRuns visible;

  ReplayRoutes(StintNode node) {
    this.node = node;
    this.visible = new VisibleRuns(node);
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("POST", "/v1/runs/*/replay", this::one),
        Api.route("POST", "/v1/replay", this::several));
  }

  private ApiResponse one(ApiRequest request) {
    RunId run = visible.recorded(request);
    ObjectNode body = request.json("mode", "decisionsOnly", "policy", "budget", "prompts");
    return ApiResponse.ok(replay(body).apply(run));
  }

  /** In the order in which they are named, so that thousands need not be asked for one by one. */
  private ApiResponse several(ApiRequest request) {
    ObjectNode body = request.json("runs", "mode", "decisionsOnly", "policy", "budget", "prompts");
    List<RunId> runs = runs(request, body.path("runs"));
    Function<RunId, ObjectNode> replay = replay(body);
    ArrayNode items = JsonNodeFactory.instance.arrayNode(runs.size());
    runs.forEach(run -> items.add(replay.apply(run)));
    return ApiResponse.ok(JsonNodeFactory.instance.objectNode().set("items", items));
  }

  private List<RunId> runs(ApiRequest request, JsonNode named) {
    request.authenticated();
    boolean fits = named.isArray() && !named.isEmpty() && named.size() <= MAX_RUNS;
    if (!fits || !named.valueStream().allMatch(JsonNode::isTextual)) {
      throw ApiProblem.invalid(
          "member_invalid", "runs: expected the ids of 1 to " + MAX_RUNS + " runs");
    }
    return named.valueStream().map(id -> visible.recorded(request, id.textValue())).toList();
  }

  private Function<RunId, ObjectNode> replay(ObjectNode body) {
    return switch (body.path("mode").asText("verify")) {
      case "verify" -> verify(body);
      case "what-if" -> whatIf(body);
      default -> throw ApiProblem.invalid("member_invalid", "mode: expected verify or what-if");
    };
  }

  private Function<RunId, ObjectNode> verify(ObjectNode body) {
    boolean requests = !body.path("decisionsOnly").asBoolean();
    return run -> ReplayJson.of(node.replays().verifier().verify(run, requests));
  }

  private Function<RunId, ObjectNode> whatIf(ObjectNode body) {
    WhatIf change = new WhatIf(policy(body), budget(body), prompts(body.path("prompts")));
    if (change.equals(new WhatIf(Optional.empty(), Optional.empty(), Map.of()))) {
      throw ApiProblem.invalid(
          "member_invalid", "expected a policy, a budget or prompts to decide by, found none");
    }
    return run -> {
      try {
        return ReplayJson.of(node.replays().backtest().run(run, change));
      } catch (ChangeRefusedException e) {
        throw new ApiProblem(422, "change_refused", e.getMessage());
      }
    };
  }

  private static Optional<PolicyFile> policy(ObjectNode body) {
    JsonNode policy = body.path("policy");
    if (policy.isMissingNode()) return Optional.empty();
    if (!policy.isTextual()) {
      throw ApiProblem.invalid("member_invalid", "policy: expected the text of a policy file");
    }
    return switch (PolicyFileReader.read(policy.textValue())) {
      case PolicyFileReader.Result.Ok ok -> Optional.of(ok.policy());
      case PolicyFileReader.Result.Invalid invalid ->
          throw new ApiProblem(
              422,
              "policy_invalid",
              "the policy has " + invalid.problems().size() + " problem(s)",
              Problems.errors(invalid.problems()));
    };
  }

  private static Optional<Long> budget(ObjectNode body) {
    JsonNode budget = body.path("budget");
    if (budget.isMissingNode()) return Optional.empty();
    boolean fits =
        budget.isIntegralNumber() && budget.longValue() >= 1 && budget.longValue() <= 1L << 53;
    if (fits) return Optional.of(budget.longValue());
    throw ApiProblem.invalid("member_invalid", "budget: expected a whole number of tokens from 1");
  }

  private static Map<String, String> prompts(JsonNode prompts) {
    Map<String, String> texts = new TreeMap<>();
    if (prompts.isMissingNode()) return texts;
    boolean fits = prompts.isObject() && prompts.size() <= MAX_PROMPTS;
    for (var prompt : prompts.properties()) {
      fits &= prompt.getValue().isTextual();
      texts.put(prompt.getKey(), prompt.getValue().asText());
    }
    if (fits) return texts;
    throw ApiProblem.invalid("member_invalid", "prompts: expected texts by the id of their step");
  }
}
