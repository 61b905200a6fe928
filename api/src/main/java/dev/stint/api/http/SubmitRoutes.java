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
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starting runs. */
final class SubmitRoutes {
  private static final int MAX_KEY = 200;
  private static final int MAX_WAIT_SECONDS = 30;

  private final StintNode node;
  private final HttpSettings settings;
  private final ServerState state;

  SubmitRoutes(StintNode node, HttpSettings settings, ServerState state) {
    this.node = node;
    this.settings = settings;
    this.state = state;
  }

  List<Api.Route> routes() {
    return List.of(Api.route("POST", "/v1/jobs/*/runs", this::submit));
  }

  private ApiResponse submit(ApiRequest request) throws Exception {
    Caller caller = request.caller(Permission.SUBMIT);
    if (state.draining()) throw Problems.draining();
    SubmitResult result = Waiting.on(node.submissions().submit(asked(request, caller)));
    return accepted(request, Problems.accepted(result));
  }

  private SubmitRequest asked(ApiRequest request, Caller caller) {
    ObjectNode body =
        request.json("inputs", "version", "digest", "dryRun", "labels", "priority", "budget");
    boolean development = settings.development() && caller.roles().contains(Role.OWNER);
    JsonNode inputs = body.path("inputs");
    if (!inputs.isMissingNode() && !inputs.isObject()) {
      throw ApiProblem.invalid("inputs_not_object", "inputs: expected a JSON object");
    }
    return new SubmitRequest(
        request.segments().get(2),
        text(body, "version"),
        text(body, "digest"),
        inputs.isObject() ? inputs : JsonNodeFactory.instance.objectNode(),
        number(body, "budget", 1, 1L << 53),
        flag(body, "dryRun"),
        number(body, "priority", -100, 100).map(Long::intValue).orElse(0),
        labels(body.path("labels")),
        key(request),
        caller.identity(),
        development);
  }

  static Optional<String> key(ApiRequest request) {
    Optional<String> key = request.header("idempotency-key");
    boolean usable =
        key.map(k ->
                !k.isBlank() && k.length() <= MAX_KEY && k.chars().allMatch(c -> c > 31 && c < 127))
            .orElse(true);
    if (!usable) {
      throw ApiProblem.invalid(
          "idempotency_key_invalid",
          "Idempotency-Key: expected 1 to " + MAX_KEY + " printable ASCII characters");
    }
    return key;
  }

  private static Optional<String> text(ObjectNode body, String name) {
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) return Optional.empty();
    if (node.isTextual() && node.textValue().length() <= 200) return Optional.of(node.textValue());
    throw ApiProblem.invalid("member_invalid", name + ": expected a short text");
  }

  private static Optional<Long> number(ObjectNode body, String name, long least, long most) {
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) return Optional.empty();
    boolean fits =
        node.isIntegralNumber()
            && node.canConvertToLong()
            && node.longValue() >= least
            && node.longValue() <= most;
    if (fits) return Optional.of(node.longValue());
    throw ApiProblem.invalid(
        "member_invalid", name + ": expected a whole number from " + least + " to " + most);
  }

  private static boolean flag(ObjectNode body, String name) {
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isBoolean()) return node.asBoolean();
    throw ApiProblem.invalid("member_invalid", name + ": expected true or false");
  }

  private static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new TreeMap<>();
    if (node.isMissingNode()) return labels;
    boolean fits = node.isObject() && node.size() <= 20;
    for (var entry : node.properties()) {
      fits &=
          entry.getKey().matches("[a-z][a-z0-9_]{0,39}")
              && entry.getValue().isTextual()
              && entry.getValue().textValue().length() <= 100;
      labels.put(entry.getKey(), entry.getValue().asText());
    }
    if (fits) return labels;
    throw ApiProblem.invalid(
        "member_invalid", "labels: expected up to 20 short texts under names like risk_level");
  }

  private ApiResponse accepted(ApiRequest request, RunState run) throws Exception {
    RunId id = run.submitted().run();
    int wait = waitSeconds(request);
    RunState latest = wait > 0 ? RunEnd.await(node, state, id, Duration.ofSeconds(wait)) : run;
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id.value())
            .put("status", latest.status().text());
    return ApiResponse.json(latest.finished() && wait > 0 ? 200 : 202, body)
        .with("Location", "/v1/runs/" + id)
        .with("Run-Id", id.value());
  }

  private static int waitSeconds(ApiRequest request) {
    String prefer = request.header("prefer").orElse("");
    if (!prefer.matches("wait=\\d{1,4}")) return 0;
    return Math.min(MAX_WAIT_SECONDS, Integer.parseInt(prefer.substring(5)));
  }
}
