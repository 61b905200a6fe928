package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Replays of recorded runs. Read-only: no route here can cause a call to a tool or a model. */
final class ReplayRoutes {
  private static final int MAX_PROMPTS = 50;

  private final StintNode node;
  private final VisibleRuns visible;

  ReplayRoutes(StintNode node) {
    this.node = node;
    this.visible = new VisibleRuns(node);
  }

  List<Api.Route> routes() {
    return List.of(Api.route("POST", "/v1/runs/*/replay", this::replay));
  }

  private ApiResponse replay(ApiRequest request) {
    RunId run = visible.recorded(request);
    ObjectNode body = request.json("mode", "decisionsOnly", "policy", "budget", "prompts");
    return switch (body.path("mode").asText("verify")) {
      case "verify" -> verify(run, body);
      case "what-if" -> whatIf(run, body);
      default -> throw ApiProblem.invalid("member_invalid", "mode: expected verify or what-if");
    };
  }

  private ApiResponse verify(RunId run, ObjectNode body) {
    boolean requests = !body.path("decisionsOnly").asBoolean();
    return ApiResponse.ok(ReplayJson.of(node.replays().verifier().verify(run, requests)));
  }

  private ApiResponse whatIf(RunId run, ObjectNode body) {
    WhatIf change = new WhatIf(policy(body), budget(body), prompts(body.path("prompts")));
    if (change.equals(new WhatIf(Optional.empty(), Optional.empty(), Map.of()))) {
      throw ApiProblem.invalid(
          "member_invalid", "expected a policy, a budget or prompts to decide by, found none");
    }
    try {
      return ApiResponse.ok(ReplayJson.of(node.replays().backtest().run(run, change)));
    } catch (ChangeRefusedException e) {
      throw new ApiProblem(422, "change_refused", e.getMessage());
    }
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
