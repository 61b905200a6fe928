package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.schema.SchemaProblem;
import dev.stint.config.spec.ModelSpec;
import dev.stint.config.spec.PiiPolicy.Place;
import dev.stint.config.spec.PromptStep;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptTemplate;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a model (C1, C2). Every parameter goes as marked data, never as instructions; short ones
 * that the prompt names are written into it as well. Everything is redacted first (F3).
 */
final class PromptActivity implements KindActivity {
  private final ActivityPorts ports;
  private final ModelCalls calls;
  private final InstantSource clock;
  private final ReplyCache cache = new ReplyCache();

  PromptActivity(ActivityPorts ports, InstantSource clock) {
    this.ports = ports;
    this.clock = clock;
    this.calls = new ModelCalls(ports.models());
  }

  @Override
  public Intent intend(StepScope scope) throws ActivityException {
    PromptStep step = (PromptStep) scope.spec();
    ModelSpec model = scope.job().spec().model();
    String use = ModelCalls.use(scope, step.model());
    PromptTemplate prompt =
        PromptTemplate.compile(step.prompt(), scope.job().promptText(scope.own()));
    JsonNode params = scope.job().params(scope.own(), scope.scope());
    ObjectNode args = JsonNodeFactory.instance.objectNode();
    args.put("model", use);
    args.put("maxOutputTokens", step.maxTokens().orElse(model.maxOutputTokens()));
    args.put("temperature", model.temperature());
    split(scope, prompt, params, args);
    JsonNode redacted = ports.redaction().apply(scope, Place.PROMPT, args);
    ModelRequest request = request(scope, redacted, "");
    long worst = calls.provider(use).promptTokens(request) + request.maxOutputTokens();
    String policy = scope.state().submitted().policyHash();
    return new Intent(
        redacted,
        worst,
        0,
        Verdict.allow("models.declared", policy),
        Map.of("model", use, "prompt", step.prompt(), "prompt_hash", prompt.hash()));
  }

  private static void split(
      StepScope scope, PromptTemplate prompt, JsonNode params, ObjectNode args)
      throws ActivityException {
    String text = scope.job().promptText(scope.own());
    Map<String, JsonNode> inline = new LinkedHashMap<>();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    params
        .properties()
        .forEach(e -> {
          boolean named = text.contains("{{" + e.getKey() + "}}");
          if (named && e.getValue().isValueNode()) inline.put(e.getKey(), e.getValue());
          data.set(e.getKey(), e.getValue());
        });
    try {
      args.put("instructions", prompt.render(inline));
    } catch (IllegalArgumentException e) {
      throw ActivityException.terminal("prompt_not_renderable", e.getMessage());
    }
    args.set("data", data);
  }

  private static ModelRequest request(StepScope scope, JsonNode args, String key) {
    List<ModelRequest.DataBlock> data = new ArrayList<>();
    args.path("data")
        .properties()
        .forEach(e -> data.add(new ModelRequest.DataBlock(e.getKey(), e.getValue())));
    String use = args.path("model").asText();
    return new ModelRequest(
        use.substring(use.indexOf('/') + 1),
        args.path("instructions").asText(),
        data,
        scope.job().outputSchema(scope.own()),
        args.path("maxOutputTokens").asInt(),
        args.path("temperature").asDouble(),
        key);
  }

  @Override
  public Outcome perform(StepScope scope, AttemptStarted permit, JsonNode args, EffectGate gate)
      throws ActivityException, InterruptedException {
    ModelRequest request =
        request(scope, args, permit.idempotencyKey()).from(scope.origin(permit.attempt()));
    String use = args.path("model").asText();
    PromptStep step = (PromptStep) scope.spec();
    Optional<Duration> age = step.frame().cache().filter(_ -> scope.job().spec().model().cache());
    if (age.isEmpty()) return ask(scope, step, use, request, gate, _ -> {});
    String key = ReplyKey.of(scope, use, calls.provider(use).pin(request), request);
    Optional<Outcome> again =
        cache.find(key, age.get(), clock.instant()).flatMap(k -> again(key, k));
    if (again.isPresent()) return again.get();
    return ask(scope, step, use, request, gate, known -> cache.keep(key, known));
  }

  private Outcome ask(
      StepScope scope,
      PromptStep step,
      String use,
      ModelRequest request,
      EffectGate gate,
      Consumer<ReplyCache.Known> keep)
      throws ActivityException, InterruptedException {
    gate.enter();
    ModelReply reply = calls.call(scope, step.model(), use, request);
    Payload output = ports.values().payload(output(request, reply));
    String hash = Sha256.hex(reply.text());
    RunId run = scope.state().submitted().run();
    keep.accept(
        new ReplyCache.Known(run, output.commit(), reply.modelVersion(), hash, clock.instant()));
    return new Outcome(
        output, reply.billedTokens(), List.of(), List.of(), calls.pins(use, reply, hash));
  }

  /** The answer out of the other run's record; empty when it is no longer there. */
  private Optional<Outcome> again(String key, ReplyCache.Known known) {
    try {
      JsonNode output = ports.values().read(known.run(), known.output());
      Map<String, String> pins =
          Map.of(
              "model_version",
              known.version(),
              "reply_hash",
              known.hash(),
              "cached",
              "true",
              "cached_from",
              known.run().value(),
              "cache_key",
              key,
              "cost_usd",
              "0");
      return Optional.of(
          new Outcome(ports.values().payload(output), 0, List.of(), List.of(), pins));
    } catch (MissingValueException | PayloadException _) {
      cache.forget(key);
      return Optional.empty();
    }
  }

  private static JsonNode output(ModelRequest request, ModelReply reply) throws ActivityException {
    if (request.outputSchema().isEmpty()) {
      return JsonNodeFactory.instance.objectNode().put("text", reply.text());
    }
    Optional<Long> billed = Optional.of(reply.billedTokens());
    JsonNode output;
    try {
      output = Json.parse(reply.text());
    } catch (IllegalArgumentException e) {
      String code =
          "length".equals(reply.finishReason()) ? "model_output_cut" : "model_output_invalid";
      throw new ActivityException(
          Failure.retryable(code, "the model's reply is " + e.getMessage()), billed);
    }
    List<SchemaProblem> problems = JsonSchemas.validate(request.outputSchema().get(), output);
    if (!problems.isEmpty()) {
      throw new ActivityException(
          Failure.retryable(
              "model_output_invalid",
              "the model's reply breaks its schema: " + problems.getFirst()),
          billed);
    }
    return output;
  }
}
