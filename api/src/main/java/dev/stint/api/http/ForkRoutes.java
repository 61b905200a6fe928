package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.api.auth.Role;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.submission.ForkRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** New runs from recorded ones: the same again from a step on, or with other inputs. */
final class ForkRoutes {
  private static final int MAX_TEXT = 10_000;

  private final StintNode node;
  private final HttpSettings settings;
  private final ServerState state;
  private final VisibleRuns visible;

  ForkRoutes(StintNode node, HttpSettings settings, ServerState state) {
    this.node = node;
    this.settings = settings;
    this.state = state;
    this.visible = new VisibleRuns(node);
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("POST", "/v1/runs/*/retry", this::retry),
        Api.route("POST", "/v1/runs/*/fork", this::fork));
  }

  private ApiResponse retry(ApiRequest request) throws Exception {
    ObjectNode body = request.json("fromStep");
    if (step(body).isEmpty()) {
      throw ApiProblem.invalid("member_invalid", "fromStep: expected the id of a step");
    }
    return start(request, true, body);
  }

  private ApiResponse fork(ApiRequest request) throws Exception {
    return start(request, false, request.json("fromStep", "inputs", "inputTexts"));
  }

  private ApiResponse start(ApiRequest request, boolean retry, ObjectNode body) throws Exception {
    Caller caller = request.caller(Permission.SUBMIT);
    if (state.draining()) throw Problems.draining();
    RunId origin = visible.find(request).state().submitted().run();
    boolean development = settings.development() && caller.roles().contains(Role.OWNER);
    ForkRequest fork =
        new ForkRequest(
            origin,
            retry,
            step(body),
            object(body, "inputs"),
            texts(object(body, "inputTexts")),
            SubmitRoutes.key(request),
            caller.identity(),
            development);
    RunState run = Problems.accepted(Waiting.on(node.forks().fork(fork)));
    RunId id = run.submitted().run();
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id.value())
            .put("status", run.status().text())
            .put("origin", origin.value());
    return ApiResponse.json(202, answer)
        .with("Location", "/v1/runs/" + id)
        .with("Run-Id", id.value());
  }

  private static Optional<String> step(ObjectNode body) {
    JsonNode step = body.path("fromStep");
    if (step.isMissingNode()) return Optional.empty();
    if (step.isTextual() && step.textValue().matches("[a-z][a-z0-9_]{0,63}")) {
      return Optional.of(step.textValue());
    }
    throw ApiProblem.invalid("member_invalid", "fromStep: expected the id of a step");
  }

  private static ObjectNode object(ObjectNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) return JsonNodeFactory.instance.objectNode();
    if (value instanceof ObjectNode object) return object;
    throw ApiProblem.invalid("member_invalid", name + ": expected a JSON object");
  }

  private static Map<String, String> texts(ObjectNode object) {
    Map<String, String> texts = new TreeMap<>();
    for (var entry : object.properties()) {
      boolean fits =
          entry.getValue().isTextual() && entry.getValue().textValue().length() <= MAX_TEXT;
      if (!fits) throw ApiProblem.invalid("member_invalid", "inputTexts: expected texts by name");
      texts.put(entry.getKey(), entry.getValue().textValue());
    }
    return texts;
  }
}
