package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.library.Components;
import dev.stint.config.library.Imports;
import dev.stint.config.yaml.YamlReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A job whose plan a model made: the composer's file with the steps in their place. */
final class PlannedSpec {
  private PlannedSpec() {}

  /** Steps as they are without imports: what a component stands for in its place (A4). */
  static ExpandedSteps expanded(JobBundle bundle, JsonNode steps) {
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    job.set("plan", steps);
    var root = YamlReader.read(CanonicalJson.bytes(job)).root().orElseThrow();
    Imports imports = Imports.expand(root, new Components(bundle.files(), VersionRange::accepts));
    return new ExpandedSteps(
        imports.root().toJson().path("plan"),
        imports.problems().stream()
            .map(p ->
                new SpecProblem(JobBundle.SPEC, 1, 1, p.pointer(), p.message(), p.hint(), p.code()))
            .toList());
  }

  static SpecResult read(JobBundle bundle, JsonNode steps) {
    ObjectNode job =
        (ObjectNode)
            YamlReader.read(bundle.file(JobBundle.SPEC).orElseThrow())
                .root()
                .orElseThrow()
                .toJson()
                .deepCopy();
    job.set("plan", gated(steps, job));
    job.remove("planner");
    Map<String, byte[]> files = new TreeMap<>(bundle.files());
    files.put(JobBundle.SPEC, CanonicalJson.bytes(job));
    try {
      return SpecReader.read(JobBundle.of(files));
    } catch (BundleException e) {
      return new SpecResult.Invalid(
          List.of(new SpecProblem(JobBundle.SPEC, 1, 1, "", e.getMessage(), "", e.code())));
    }
  }

  /** Who is asked about the plan is asked again about each step whose tool requires approval. */
  private static JsonNode gated(JsonNode steps, ObjectNode job) {
    Set<String> required = new HashSet<>();
    for (JsonNode grant : job.path("tools")) {
      if (!grant.path("approval").asText().equals("required")) continue;
      required.add(grant.path("use").asText().replaceFirst("@.*", ""));
    }
    JsonNode approval = job.path("planner").path("approval");
    if (required.isEmpty() || !approval.isObject()) return steps;
    JsonNode gated = steps.deepCopy();
    gate(gated, required, approval);
    return gated;
  }

  private static void gate(JsonNode steps, Set<String> required, JsonNode approval) {
    for (JsonNode step : steps) {
      if (step instanceof ObjectNode own && required.contains(step.path("tool").asText())) {
        own.set("approval", approval);
      }
      for (JsonNode way : step.path("branch")) {
        gate(way.path("steps"), required, approval);
        gate(way.path("else"), required, approval);
      }
      gate(step.at("/loop/steps"), required, approval);
    }
  }
}
