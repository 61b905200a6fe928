package dev.stint.runtime.model.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads one answer, whatever the protocol. Belongs to one call.
 *
 * <p>A count that is absent, negative or no integer says nothing: the reservation stands for it
 * (E1).
 */
public final class Reading {
  private final ModelRequest request;
  private final ToolNames names;
  private final long reserved;
  private final List<ToolCall> calls = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private TokenUsage usage;

  /**
   * @param reserved tokens of the prompt when the server does not say
   */
  public Reading(ModelRequest request, long reserved) {
    this.request = request;
    this.names = ToolNames.of(request);
    this.reserved = reserved;
    this.usage = TokenUsage.of(reserved, request.maxOutputTokens());
  }

  public ModelRequest request() {
    return request;
  }

  public Reading text(String more) {
    text.append(more);
    return this;
  }

  /**
   * A tool it asks for.
   *
   * @param arguments JSON, or a text that should be JSON
   */
  public void call(String name, JsonNode arguments) {
    String id = "call_" + (calls.size() + 1); // servers repeat ids, or give none
    calls.add(new ToolCall(id, names.original(name), arguments(arguments)));
  }

  private static JsonNode arguments(JsonNode arguments) {
    if (!arguments.isTextual()) return arguments;
    String text = arguments.textValue();
    try {
      return Json.parse(text.isBlank() ? "{}" : text);
    } catch (IllegalArgumentException _) {
      return TextNode.valueOf(text);
    }
  }

  /** Each count as the server writes it; whatever says nothing is taken at its worst. */
  public Reading usage(JsonNode input, JsonNode cached, JsonNode output, JsonNode reasoning) {
    long in = counted(input, reserved);
    long out = counted(output, request.maxOutputTokens());
    long hit = Math.min(in, counted(cached, 0));
    usage = new TokenUsage(in, hit, out, Math.min(out, counted(reasoning, 0)));
    return this;
  }

  /** A count, or {@code otherwise} when it is none. */
  public static long counted(JsonNode count, long otherwise) {
    boolean usable = count.isIntegralNumber() && count.canConvertToInt() && count.intValue() >= 0;
    return usable ? count.longValue() : otherwise;
  }

  /**
   * The reply.
   *
   * @param finish the server's word for why it stopped
   */
  public ModelReply reply(String version, String finish) throws ModelException {
    String why = finish(finish);
    if (why.equals("content_filter")) {
      throw refused("model_content_filtered", "the model server withheld its answer: " + finish);
    }
    if (why.equals("length") && request.outputSchema().isPresent() && calls.isEmpty()) {
      throw refused(
          "model_output_cut",
          "the reply reached maxOutputTokens " + request.maxOutputTokens() + " before its end");
    }
    if (text.isEmpty() && calls.isEmpty() && !why.equals("length")) {
      throw malformed("expected text or calls, found neither");
    }
    String model = version.isBlank() ? request.model() : version;
    return new ModelReply(
        text.toString(), calls, usage, model, calls.isEmpty() ? why : "tool_calls");
  }

  private ModelException refused(String code, String message) {
    return ModelException.billed(Failure.terminal(code, message), usage.total());
  }

  /** An answer that cannot be read; the server did the work all the same. */
  public static ModelException malformed(String message) {
    return new ModelException(
        Failure.retryable("model_reply_malformed", message), Optional.empty(), true);
  }

  /** One word for each reason, whatever the protocol calls it. */
  private static String finish(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "stop", "end_turn", "stop_sequence", "completed", "eos" -> "stop";
      case "length", "max_tokens", "max_output_tokens", "incomplete" -> "length";
      case "tool_calls", "tool_use", "function_call" -> "tool_calls";
      case "content_filter",
          "refusal",
          "safety",
          "prohibited_content",
          "blocklist",
          "spii",
          "recitation",
          "image_safety" ->
          "content_filter";
      default -> word;
    };
  }
}
