package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.OutputSpec;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.report.RemoteReferences;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The implicit last step: turns the job's outputs into artifacts of the run. */
final class OutputsActivity implements KindActivity {
  private final ActivityPorts ports;

  OutputsActivity(ActivityPorts ports) {
    this.ports = ports;
  }

  @Override
  public Intent intend(StepScope scope) {
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        JsonNodeFactory.instance.objectNode(),
        0,
        0,
        Verdict.allow("outputs.declared", policy),
        Map.of());
  }

  @Override
  public boolean computesOnly(CompiledJob job, PlannedStep planned) {
    return true;
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException {
    List<Artifact> artifacts = new ArrayList<>();
    List<Payload> payloads = new ArrayList<>();
    var names = JsonNodeFactory.instance.arrayNode();
    for (OutputSpec output : scope.job().spec().outputs()) {
      JsonNode value = scope.job().evaluate(output.value(), scope.scope());
      JsonNode safe = ports.redaction().apply(scope, Place.OUTPUT, value);
      for (ArtifactFile file : ArtifactFile.of(output, safe, ToolActivity.links(scope))) {
        Payload payload = Payload.of(file.bytes());
        payloads.add(payload);
        artifacts.add(file.artifact(payload));
        names.add(file.name());
      }
    }
    return new Outcome(
        ports.values().payload(names), 0, List.copyOf(artifacts), List.copyOf(payloads), Map.of());
  }

  /** A file that an output becomes. */
  record ArtifactFile(String name, String mediaType, byte[] bytes) {
    Artifact artifact(Payload payload) {
      String hash = dev.stint.config.json.Sha256.hex(bytes);
      return new Artifact(name, mediaType, bytes.length, hash, payload.commit());
    }

    static List<ArtifactFile> of(OutputSpec output, JsonNode value, RemoteReferences links) {
      List<ArtifactFile> files = new ArrayList<>();
      List<String> formats = output.formats().isEmpty() ? List.of("") : output.formats();
      for (String format : formats) files.add(file(output.name(), format, value, links));
      return files;
    }

    private static ArtifactFile file(
        String name, String format, JsonNode value, RemoteReferences links) {
      return switch (format) {
        case "html" ->
            file(name + ".html", "text/html", links.cleanHtml(text(part(value, "html"))));
        case "markdown", "md" ->
            file(name + ".md", "text/markdown", links.cleanMarkdown(text(part(value, "markdown"))));
        case "text", "txt" -> file(name + ".txt", "text/plain", text(part(value, "text")));
        default ->
            value.isTextual() && format.isEmpty()
                ? file(name + ".txt", "text/plain", text(value))
                : new ArtifactFile(name + ".json", "application/json", CanonicalJson.bytes(value));
      };
    }

    /** A format may be a member of the value, as with rendered reports, or the value itself. */
    private static JsonNode part(JsonNode value, String member) {
      return value.isObject() && value.has(member) ? value.get(member) : value;
    }

    private static String text(JsonNode value) {
      return value.isTextual() ? value.textValue() : value.toString();
    }

    private static ArtifactFile file(String name, String mediaType, String text) {
      return new ArtifactFile(name, mediaType, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
