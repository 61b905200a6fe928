package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.runtime.job.JobCatalog;
import dev.stint.runtime.job.JobEntity;
import dev.stint.runtime.node.StintNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishing and reading jobs. */
final class JobRoutes {
  static final String BUNDLE = "application/vnd.stint.bundle+json";

  private final StintNode node;
  private final HttpSettings settings;

  JobRoutes(StintNode node, HttpSettings settings) {
    this.node = node;
    this.settings = settings;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("POST", "/v1/validate", this::validate),
        Api.route("POST", "/v1/jobs", this::publish),
        Api.route("GET", "/v1/jobs", this::list),
        Api.route("GET", "/v1/jobs/*", this::get));
  }

  private ApiResponse validate(ApiRequest request) {
    request.authenticated();
    return switch (SpecReader.read(bundle(request))) {
      case SpecResult.Ok ok -> {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", true);
        body.put("name", ok.spec().name()).put("version", ok.spec().version());
        body.put("digest", ok.job().digest());
        body.set("warnings", Problems.errors(ok.warnings()));
        yield ApiResponse.ok(body);
      }
      case SpecResult.Invalid invalid -> throw Problems.invalidJob(invalid.problems());
    };
  }

  private ApiResponse publish(ApiRequest request) throws Exception {
    boolean development =
        request.param("development").filter("true"::equals).isPresent() && settings.development();
    Caller caller = request.caller(Permission.PUBLISH);
    boolean force = development && request.param("force").filter("true"::equals).isPresent();
    JobBundle bundle = bundle(request);
    SpecResult result = force ? SpecReader.readForced(bundle) : SpecReader.read(bundle);
    if (result instanceof SpecResult.Invalid invalid) {
      throw Problems.invalidJob(invalid.problems());
    }
    CompiledJob job = ((SpecResult.Ok) result).job();
    JobEntity.Reply reply =
        Waiting.on(node.publisher().publish(job, caller.identity(), development));
    return switch (reply) {
      case JobEntity.Reply.Published _ -> ApiResponse.json(201, summary(job));
      case JobEntity.Reply.Unsaved unsaved ->
          throw Problems.unsaved(unsaved.code(), unsaved.message());
      case JobEntity.Reply.Conflict conflict ->
          throw new ApiProblem(
              409,
              "version_exists",
              job.spec().name()
                  + " "
                  + job.spec().version()
                  + " is published with other files ("
                  + conflict.existingDigest()
                  + "); a version never changes: raise it");
    };
  }

  private static ObjectNode summary(CompiledJob job) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", job.spec().name())
        .put("version", job.spec().version())
        .put("digest", job.digest());
  }

  private static JobBundle bundle(ApiRequest request) {
    try {
      if (request.contentType().startsWith(BUNDLE)) return JobBundle.fromBytes(request.body());
      boolean zip =
          request.body().length > 3 && request.body()[0] == 'P' && request.body()[1] == 'K';
      if (zip) return JobBundle.fromZip(request.body());
      return JobBundle.of(Map.of(JobBundle.SPEC, request.body()));
    } catch (BundleException e) {
      int status = e.code().endsWith("too_large") ? 413 : 422;
      throw new ApiProblem(status, e.code(), e.getMessage());
    }
  }

  private ApiResponse list(ApiRequest request) {
    request.authenticated();
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (String name : node.jobs().names()) {
      node.jobs().released(name, Optional.empty()).ifPresent(v -> items.add(json(v)));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("items", items);
    return ApiResponse.ok(body);
  }

  private ApiResponse get(ApiRequest request) {
    request.authenticated();
    String name = request.segments().get(2);
    List<JobCatalog.Version> versions = node.jobs().versions(name);
    if (versions.isEmpty()) throw ApiProblem.notFound("such job");
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    ArrayNode list = body.putArray("versions");
    versions.forEach(version -> list.add(json(version)));
    return ApiResponse.ok(body);
  }

  private static ObjectNode json(JobCatalog.Version version) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", version.published().name())
        .put("version", version.published().version())
        .put("digest", version.published().digest())
        .put("development", version.published().development())
        .put("published_at", version.at().toString())
        .put("published_by", version.by());
  }
}
