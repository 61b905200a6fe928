package dev.stint.runtime.activity;

import dev.stint.config.spec.ModelSpec;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelRegistry;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.price.Price;
import dev.stint.runtime.step.ActivityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls of models by steps: which one, what its failures mean, what is recorded of it. */
final class ModelCalls {
  private final ModelRegistry models;

  ModelCalls(ModelRegistry models) {
    this.models = models;
  }

  /**
   * The model whose turn it is. After each failure it is the next one's of the fallbacks, since
   * another may answer where one is down or refuses; the last one keeps it.
   *
   * @param own the step's, instead of the job's
   */
  static String use(StepScope scope, Optional<String> own) {
    List<String> chain = chain(scope, own);
    return chain.get(Math.min(failed(scope), chain.size() - 1));
  }

  private static List<String> chain(StepScope scope, Optional<String> own) {
    ModelSpec model = scope.job().spec().model();
    List<String> chain = new ArrayList<>(List.of(own.orElse(model.use())));
    chain.addAll(model.fallback());
    return chain;
  }

  private static int failed(StepScope scope) {
    return scope.state().unit(scope.unit()).tries().failed();
  }

  ModelProvider provider(String use) throws ActivityException {
    try {
      return models.resolve(use).provider();
    } catch (ModelException e) {
      throw failure(e, e.failure());
    }
  }

  /** Asks; a failure that ends this model's part is worth another try where a fallback is left. */
  ModelReply call(StepScope scope, Optional<String> own, String use, ModelRequest request)
      throws ActivityException, InterruptedException {
    try {
      return models.resolve(use).provider().complete(request);
    } catch (ModelException e) {
      boolean more = failed(scope) + 1 < chain(scope, own).size();
      Failure failure = e.failure();
      boolean goesOn = more && failure.kind() == Failure.Kind.TERMINAL;
      throw failure(e, goesOn ? Failure.retryable(failure.code(), failure.message()) : failure);
    }
  }

  private static ActivityException failure(ModelException e, Failure failure) {
    return new ActivityException(failure, e.tokens(), e.retryAfter());
  }

  /** What exactly answered, and what it cost by which price. */
  Map<String, String> pins(String use, ModelReply reply, String replyHash) {
    Map<String, String> pins = new LinkedHashMap<>();
    pins.put("model_version", reply.modelVersion());
    pins.put("finish_reason", reply.finishReason());
    pins.put("reply_hash", replyHash);
    TokenUsage usage = reply.usage();
    pins.put("tokens_input", Long.toString(usage.input()));
    pins.put("tokens_output", Long.toString(usage.output()));
    if (usage.cached() > 0) pins.put("tokens_cached", Long.toString(usage.cached()));
    if (usage.reasoning() > 0) pins.put("tokens_reasoning", Long.toString(usage.reasoning()));
    Optional<Price> price = models.prices().of(use);
    pins.put("cost_usd", price.map(p -> Price.text(p.of(usage))).orElse("unpriced"));
    price.ifPresent(p -> pins.put("price", p.toString()));
    return pins;
  }
}
