package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.model.RunJson;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.ChainReport;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunReader.RunAt;
import java.time.InstantSource;
import java.util.List;

/** What a run left behind, and whether its record is whole (H2). */
final class ArtifactRoutes {
  private final StintNode node;
  private final VisibleRuns visible;
  private final InstantSource clock;

  ArtifactRoutes(StintNode node, InstantSource clock) {
    this.node = node;
    this.visible = new VisibleRuns(node);
    this.clock = clock;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/runs/*/artifacts", this::artifacts),
        Api.route("GET", "/v1/runs/*/artifacts/*", this::artifact),
        Api.route("GET", "/v1/runs/*/audit", this::audit));
  }

  private ApiResponse artifacts(ApiRequest request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("items", RunJson.of(visible.find(request), clock.instant()).get("artifacts"));
    return ApiResponse.ok(body);
  }

  private ApiResponse artifact(ApiRequest request) {
    RunAt run = visible.find(request);
    String name = request.segments().get(4);
    Artifact artifact =
        run.state().artifacts().stream()
            .filter(a -> a.name().equals(name))
            .findFirst()
            .orElseThrow(() -> ApiProblem.notFound("such artifact"));
    byte[] content = node.reader().artifact(run.state(), artifact);
    boolean text = artifact.mediaType().startsWith("text/");
    return ApiResponse.bytes(200, artifact.mediaType() + (text ? "; charset=UTF-8" : ""), content)
        .with("ETag", "\"" + artifact.sha256() + "\"")
        .with("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
        .with("Content-Disposition", "inline; filename=\"" + artifact.name() + "\"");
  }

  /** Folds nothing: a run that is too damaged to be shown is the one to be checked. */
  private ApiResponse audit(ApiRequest request) {
    RunId run = ApiRequest.runId(request.segments().get(2));
    ChainReport report = visible.verify(request, run);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("run_id", run.value());
    body.put("whole", report.whole());
    body.put("records", report.records());
    body.put("head", report.headHash());
    report.damage().ifPresent(damage -> body.put("problem", damage.sentence()));
    return ApiResponse.ok(body);
  }
}
