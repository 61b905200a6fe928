package dev.stint.runtime.model.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import java.util.Locale;
import java.util.Optional;

/** An error that comes where an answer had begun: what was done until then may be billed. */
public final class StreamError {
  private StreamError() {}

  /** Throws when the piece is {@code {"error": ...}}. */
  public static void check(JsonNode piece) throws ModelException {
    JsonNode error = piece.path("error");
    if (error.isObject() || error.isTextual()) throw of(error);
    if (!piece.isObject()) throw Reading.malformed("expected a JSON object, found something else");
  }

  /** Only the kind of the error is looked at; its words may repeat the prompt. */
  public static ModelException of(JsonNode error) {
    String kind =
        (error.path("type").asText()
                + " "
                + error.path("code").asText()
                + " "
                + error.path("status").asText())
            .toLowerCase(Locale.ROOT);
    boolean limited = kind.contains("rate_limit") || kind.contains("resource_exhausted");
    String code = limited ? "model_rate_limited" : "model_unavailable";
    return new ModelException(
        Failure.retryable(code, "the model server broke its answer off with an error"),
        Optional.empty(),
        true);
  }
}
