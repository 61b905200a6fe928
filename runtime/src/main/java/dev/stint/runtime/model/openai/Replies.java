package dev.stint.runtime.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads what a server answered, trusting none of it. Pure.
 *
 * <p>A status that is no success is billed nothing; a success that cannot be read is billed its
 * worst case, because the server did the work.
 */
final class Replies {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final ModelRequest request;
  private final long reservedPrompt;

  /**
   * @param reservedPrompt what the prompt counts when the server does not say
   */
  Replies(ModelRequest request, long reservedPrompt) {
    this.request = request;
    this.reservedPrompt = reservedPrompt;
  }

  ModelReply read(int status, HttpHeaders headers, byte[] body) throws ModelException {
    if (status == 200) return completion(body);
    String message = "the model server answered " + status;
    Failure failure =
        switch (status) {
          case 408, 409, 425 -> Failure.retryable("model_unavailable", message);
          case 429 -> Failure.retryable("model_rate_limited", message);
          case 401, 403 ->
              Failure.terminal("model_unauthorized", message + "; check the provider's key");
          case 404 -> Failure.terminal("model_unknown", message + " for model " + request.model());
          case 413 -> Failure.terminal("model_prompt_too_large", message);
          default ->
              status >= 500
                  ? Failure.retryable("model_unavailable", message)
                  : Failure.terminal("model_refused", message);
        };
    throw new ModelException(failure, retryAfter(headers), false);
  }

  private ModelReply completion(byte[] body) throws ModelException {
    JsonNode reply = parse(body);
    JsonNode choice = reply.path("choices").path(0);
    JsonNode content = choice.path("message").path("content");
    if (!content.isTextual()) {
      String why = choice.path("message").path("refusal").isTextual() ? "a refusal" : "no text";
      throw malformed("expected choices[0].message.content, found " + why);
    }
    String finish = choice.path("finish_reason").asText("unknown");
    if (finish.equals("length") && request.outputSchema().isPresent()) {
      Failure cut =
          Failure.terminal(
              "model_output_cut",
              "the reply reached maxOutputTokens " + request.maxOutputTokens() + " before its end");
      throw new ModelException(cut, Optional.empty(), true);
    }
    JsonNode usage = reply.path("usage");
    long prompt = counted(usage.path("prompt_tokens"), reservedPrompt);
    long output = counted(usage.path("completion_tokens"), request.maxOutputTokens());
    String version = reply.path("model").asText(request.model());
    return new ModelReply(content.textValue(), prompt, output, version, finish);
  }

  private static JsonNode parse(byte[] body) throws ModelException {
    try {
      return Json.parse(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw malformed("expected one JSON value of " + body.length + " bytes, found something else");
    }
  }

  /** A count that is absent, negative or no integer says nothing: the reservation stands. */
  private static long counted(JsonNode count, long reserved) {
    boolean usable = count.isIntegralNumber() && count.canConvertToLong() && count.longValue() >= 0;
    return usable ? count.longValue() : reserved;
  }

  private static ModelException malformed(String message) {
    return new ModelException(
        Failure.retryable("model_reply_malformed", message), Optional.empty(), true);
  }

  private static Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers
        .firstValue("retry-after")
        .filter(value -> value.matches("\\d{1,9}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }
}
