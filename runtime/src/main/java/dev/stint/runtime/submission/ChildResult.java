package dev.stint.runtime.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.run.RunReader;
import java.nio.charset.StandardCharsets;

/** What a step that ran another job yields: {@code {run, status, outputs}}. */
final class ChildResult {
  /** Outputs beyond this size are named, with their hash, and not copied into the parent. */
  private static final long MOST_BYTES = 1 << 20;

  private ChildResult() {}

  static Payload of(RunState child, RunReader reader) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("run", child.submitted().run().value());
    result.put("status", child.status().text());
    ObjectNode outputs = result.putObject("outputs");
    for (Artifact artifact : child.artifacts()) {
      int dot = artifact.name().lastIndexOf('.');
      String name = dot < 0 ? artifact.name() : artifact.name().substring(0, dot);
      if (!outputs.has(name)) outputs.set(name, value(child, artifact, reader));
    }
    return Payload.of(CanonicalJson.bytes(result));
  }

  private static JsonNode value(RunState child, Artifact artifact, RunReader reader) {
    if (artifact.size() > MOST_BYTES) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("artifact", artifact.name())
          .put("size", artifact.size())
          .put("sha256", artifact.sha256());
    }
    String text = new String(reader.artifact(child, artifact), StandardCharsets.UTF_8);
    return artifact.mediaType().equals("application/json")
        ? Json.parse(text)
        : JsonNodeFactory.instance.textNode(text);
  }
}
