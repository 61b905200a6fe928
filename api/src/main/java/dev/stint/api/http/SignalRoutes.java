package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.node.StintNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Sending a run the word from outside that it waits for, or will (G3). */
final class SignalRoutes {
  /** Most bytes of a signal's data. */
  private static final int MOST_BYTES = 256 * 1024;

  private final StintNode node;
  private final VisibleRuns visible;
  private final InstantSource clock;

  SignalRoutes(StintNode node, InstantSource clock) {
    this.node = node;
    this.visible = new VisibleRuns(node);
    this.clock = clock;
  }

  List<Api.Route> routes() {
    return List.of(Api.route("POST", "/v1/runs/*/signals/*", this::signal));
  }

  private ApiResponse signal(ApiRequest request) throws Exception {
    Caller caller = request.caller(Permission.OPERATE);
    RunState run = visible.find(request).state();
    String name = request.segments().get(4);
    if (!name.matches("[a-z][a-z0-9_]{0,63}")) throw ApiProblem.notFound("such signal");
    JsonNode data = request.json("data").path("data");
    if (data.isMissingNode()) data = JsonNodeFactory.instance.nullNode();
    String id = SubmitRoutes.key(request).orElseGet(() -> "sig-" + UUID.randomUUID());
    ObjectNode said = JsonNodeFactory.instance.objectNode().put("name", name);
    said.set("data", data);
    check(node.jobs().job(run.submitted().job()), name, data);
    String hash = CanonicalJson.sha256(said);
    said.put("by", caller.identity());
    said.put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    Payload payload = Payload.of(CanonicalJson.bytes(said));
    RunCommand command =
        new RunCommand.Signal(id, name, payload.commit(), hash, Optional.of(label(run, name)));
    RunState after =
        Problems.done(
                Waiting.on(
                    node.runs()
                        .ask(run.submitted().run(), command, caller.identity(), List.of(payload))))
            .state();
    return ApiResponse.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("id", after.submitted().run().value())
            .put("status", after.status().text())
            .put("signal", id)
            .put("taken", !after.course().signals().get(id).kept()));
  }

  /** Whoever sends it, what it says comes from outside (IF-1). */
  private static Label label(RunState run, String name) {
    return new Label(
        Label.Confidentiality.INTERNAL,
        new TreeSet<>(),
        new TreeSet<>(List.of(run.submitted().department())),
        Label.Integrity.UNTRUSTED,
        new TreeSet<>(List.of("signal:" + name)));
  }

  private static void check(CompiledJob job, String name, JsonNode data) {
    if (CanonicalJson.bytes(data).length > MOST_BYTES) {
      throw new ApiProblem(
          413, "body_too_large", "the data of a signal may have " + MOST_BYTES + " bytes at most");
    }
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    for (JsonNode schema : job.signalSchemas(name)) {
      for (var problem : JsonSchemas.validate(schema, data)) {
        errors
            .addObject()
            .put("pointer", "/data" + problem.pointer())
            .put("code", "signal_invalid")
            .put("message", problem.message());
      }
    }
    if (!errors.isEmpty()) {
      throw new ApiProblem(
          422,
          "signal_invalid",
          "the data do not fit the schema of the step that waits for " + name,
          errors);
    }
  }
}
