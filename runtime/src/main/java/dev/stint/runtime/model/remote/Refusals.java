package dev.stint.runtime.model.remote;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an answer without success means. Nothing of it is billed, and nothing of its body is shown:
 * some servers repeat the key in it. Pure but for the time of a date in {@code Retry-After}.
 */
final class Refusals {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** How servers say that prompt and answer do not fit into the model. */
  private static final List<String> TOO_LONG =
      List.of(
          "context_length_exceeded",
          "context length",
          "context window",
          "prompt is too long",
          "exceeds the maximum number of tokens",
          "input token count");

  private static final List<String> FILTERED = List.of("content_filter", "content_policy");
  private static final List<String> NO_QUOTA = List.of("insufficient_quota", "billing_hard_limit");

  private Refusals() {}

  static ModelException of(int status, HttpHeaders headers, byte[] body, String model) {
    return new ModelException(
        failure(status, new String(body, StandardCharsets.UTF_8), model),
        retryAfter(headers),
        false);
  }

  private static Failure failure(int status, String body, String model) {
    String message = "the model server answered " + status;
    String said = body.toLowerCase(Locale.ROOT);
    return switch (status) {
      case 408, 409, 425 -> Failure.retryable("model_unavailable", message);
      case 429 ->
          says(said, NO_QUOTA)
              ? Failure.terminal("model_quota_exhausted", message + ": the account has no credit")
              : Failure.retryable("model_rate_limited", message);
      case 401, 403 ->
          Failure.terminal("model_unauthorized", message + "; check the provider's key");
      case 404 -> Failure.terminal("model_unknown", message + " for model " + model);
      case 413 -> tooLong(message);
      default -> {
        if (status >= 500) yield Failure.retryable("model_unavailable", message);
        if (says(said, TOO_LONG)) yield tooLong(message);
        yield says(said, FILTERED)
            ? Failure.terminal(
                "model_content_filtered", message + ": its filter refused the prompt")
            : Failure.terminal("model_refused", message);
      }
    };
  }

  private static Failure tooLong(String message) {
    return Failure.terminal(
        "model_context_exceeded", message + ": prompt and answer are longer than the model takes");
  }

  private static boolean says(String body, List<String> words) {
    return words.stream().anyMatch(body::contains);
  }

  private static Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers
        .firstValue("retry-after-ms")
        .filter(value -> value.matches("\\d{1,9}"))
        .map(value -> Duration.ofMillis(Long.parseLong(value)))
        .or(() -> headers.firstValue("retry-after").flatMap(Refusals::wait))
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static Optional<Duration> wait(String value) {
    if (value.matches("\\d{1,9}")) return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    try {
      Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), at);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
