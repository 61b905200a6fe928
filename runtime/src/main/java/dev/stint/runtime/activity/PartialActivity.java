package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.StepState;
import dev.stint.runtime.activity.OutputsActivity.ArtifactFile;
import dev.stint.runtime.citation.RetrievedChunks;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The partial result of a run whose budget is exhausted (E3): what is done, what is not and why,
 * and, as far as the tail pays for it, a cited summary of what was retrieved but not yet written
 * up.
 */
final class PartialActivity implements KindActivity {
  private static final int MAX_OUTPUT = 300;
  private static final JsonNode SCHEMA =
      Json.parse(
          """
          {"type": "object", "additionalProperties": false, "required": ["title", "sentences"],
           "properties": {
             "title": {"type": "string", "x-extract": "copy:topic"},
             "sentences": {"type": "array", "minItems": 1, "maxItems": 4, "x-extract": "sentences",
               "items": {"type": "object", "additionalProperties": false,
                 "required": ["text", "citations"],
                 "properties": {"text": {"type": "string", "minLength": 1},
                   "citations": {"type": "array", "minItems": 1, "items": {"type": "string"}}}}}}}
          """);

  private final ActivityPorts ports;
  private final ModelCalls calls;

  PartialActivity(ActivityPorts ports) {
    this.ports = ports;
    this.calls = new ModelCalls(ports.models());
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    ArrayNode sections = sections(scope);
    ObjectNode args = JsonNodeFactory.instance.objectNode();
    args.set("sections", sections);
    args.set("passages", sections.isEmpty() ? passages(scope) : args.arrayNode());
    ObjectNode safe = (ObjectNode) ports.redaction().apply(scope, Place.PROMPT, args);
    long worst = fit(scope, (ArrayNode) safe.get("passages"));
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        safe, worst, 0, Verdict.allow("budget.tail", policy), Map.of("model", model(scope)));
  }

  private static String model(StepScope scope) {
    return ModelCalls.use(scope, Optional.empty());
  }

  /** Drops passages from the end until the summary fits into the tail; its worst case. */
  private long fit(StepScope scope, ArrayNode passages) throws ActivityException {
    long tail = scope.state().pot().availableWithTail();
    while (!passages.isEmpty()) {
      long worst = provider(scope).promptTokens(request(scope, passages, "")) + MAX_OUTPUT;
      if (worst <= tail) return worst;
      passages.remove(passages.size() - 1);
    }
    return 0;
  }

  private ModelProvider provider(StepScope scope) throws ActivityException {
    return calls.provider(model(scope));
  }

  private static ModelRequest request(StepScope scope, JsonNode passages, String key) {
    var topic = JsonNodeFactory.instance.textNode("What was found so far");
    String use = model(scope);
    return new ModelRequest(
        use.substring(use.indexOf('/') + 1),
        "Summarise what the passages say, each sentence with the id of its passage.",
        List.of(
            new ModelRequest.DataBlock("topic", topic),
            new ModelRequest.DataBlock("chunks", passages)),
        Optional.of(SCHEMA),
        MAX_OUTPUT,
        0,
        key);
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    ArrayNode sections = ((ArrayNode) args.get("sections")).deepCopy();
    long tokens = 0;
    Map<String, String> pins = Map.of();
    if (!args.get("passages").isEmpty()) {
      gate.enter();
      try {
        ModelRequest request =
            request(scope, args.get("passages"), permit.idempotencyKey())
                .from(scope.origin(permit.attempt()));
        ModelReply reply = provider(scope).complete(request);
        tokens = reply.billedTokens();
        pins = calls.pins(model(scope), reply, Sha256.hex(reply.text()));
        sections.add(Json.parse(reply.text()));
      } catch (ModelException e) {
        if (e.failure().kind() == Failure.Kind.RETRYABLE) {
          throw new ActivityException(e.failure(), e.tokens(), e.retryAfter());
        }
        // The model will not summarise; the report of what is done must not fail with it.
        tokens = e.tokens().orElse(permit.reserved());
      } catch (IllegalArgumentException _) {
        // The model's reply is unusable; the report does without its summary.
      }
    }
    return outcome(scope, sections, tokens, pins);
  }

  private Outcome outcome(
      StepScope scope, ArrayNode sections, long tokens, Map<String, String> pins)
      throws ActivityException {
    JsonNode retrieved = scope.scope().path("steps");
    JsonNode report = PartialReport.of(scope, sections, retrieved, used(scope, tokens));
    JsonNode safe = ports.redaction().apply(scope, Place.OUTPUT, report);
    List<ArtifactFile> files =
        List.of(
            file("partial-report.md", "text/markdown", safe.path("markdown").asText()),
            file("partial-report.html", "text/html", safe.path("html").asText()));
    List<Payload> payloads = new ArrayList<>();
    var artifacts = new ArrayList<dev.stint.persistence.event.Artifact>();
    for (ArtifactFile file : files) {
      Payload payload = Payload.of(file.bytes());
      payloads.add(payload);
      artifacts.add(file.artifact(payload));
    }
    return new Outcome(ports.values().payload(safe), tokens, artifacts, payloads, pins);
  }

  private static ObjectNode used(StepScope scope, long tail) {
    ObjectNode tokens = JsonNodeFactory.instance.objectNode();
    for (Stage stage : Stage.values()) {
      long extra = stage == Stage.GENERATE ? tail : 0;
      tokens.put(stage.name().toLowerCase(Locale.ROOT), scope.state().pot().used(stage) + extra);
    }
    return tokens;
  }

  private static ArtifactFile file(String name, String mediaType, String text) {
    return new ArtifactFile(name, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sections that model steps have finished. */
  private static ArrayNode sections(StepScope scope) {
    ArrayNode sections = JsonNodeFactory.instance.arrayNode();
    for (StepState step : scope.state().steps().values()) {
      boolean prompt = scope.state().plan().step(step.id()).kind() == StepKind.PROMPT;
      if (prompt) collect(scope.scope().path("steps").path(step.id()), sections);
    }
    return sections;
  }

  private static void collect(JsonNode node, ArrayNode sections) {
    if (node.isObject() && node.path("title").isTextual() && node.path("sentences").isArray()) {
      sections.add(node);
    } else {
      node.forEach(child -> collect(child, sections));
    }
  }

  private static ArrayNode passages(StepScope scope) {
    ArrayNode passages = JsonNodeFactory.instance.arrayNode();
    for (Chunk chunk : RetrievedChunks.fromJson(scope.scope().path("steps")).values()) {
      passages
          .addObject()
          .put("id", chunk.id())
          .put("source", chunk.source())
          .put("text", chunk.text());
    }
    return passages;
  }
}
