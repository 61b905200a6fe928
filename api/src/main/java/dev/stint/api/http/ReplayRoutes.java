package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.model.ReplayJson;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.node.StintNode;
import java.util.List;

/** Replays of recorded runs. Read-only: no route here can cause a call to a tool or a model. */
final class ReplayRoutes {
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
    ObjectNode body = request.json("mode", "decisionsOnly");
    String mode = body.path("mode").asText("verify");
    if (!mode.equals("verify")) {
      throw ApiProblem.invalid("member_invalid", "mode: expected verify, found " + mode);
    }
    boolean requests = !body.path("decisionsOnly").asBoolean();
    return ApiResponse.ok(ReplayJson.of(node.verifier().verify(run, requests)));
  }
}
