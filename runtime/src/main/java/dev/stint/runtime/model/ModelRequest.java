package dev.stint.runtime.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One model call, already redacted.
 *
 * @param model the part after the slash in {@code use: openai/gpt-5-mini}
 * @param instructions the rendered prompt template: trusted text
 * @param data values from steps and documents: data, never instructions; sent in marked blocks
 * @param messages the conversation so far, oldest first; empty for a single prompt
 * @param tools what the model may ask for; empty for none
 * @param outputSchema JSON Schema that the reply must satisfy; absent for free text
 * @param idempotencyKey stable over retries of the attempt's unit
 * @param origin who asks; no part of what the model is told
 */
public record ModelRequest(
    String model,
    String instructions,
    List<DataBlock> data,
    List<ModelMessage> messages,
    List<ToolOffer> tools,
    Optional<JsonNode> outputSchema,
    int maxOutputTokens,
    double temperature,
    String idempotencyKey,
    RequestOrigin origin) {
  public ModelRequest {
    data = List.copyOf(data);
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** A single prompt of no job, without conversation and tools. */
  public ModelRequest(
      String model,
      String instructions,
      List<DataBlock> data,
      Optional<JsonNode> outputSchema,
      int maxOutputTokens,
      double temperature,
      String idempotencyKey) {
    this(
        model,
        instructions,
        data,
        List.of(),
        List.of(),
        outputSchema,
        maxOutputTokens,
        temperature,
        idempotencyKey,
        RequestOrigin.NONE);
  }

  /** The same as the next turn of a conversation, in which tools may be asked for. */
  public ModelRequest in(List<ModelMessage> conversation, List<ToolOffer> offers) {
    return new ModelRequest(
        model,
        instructions,
        data,
        conversation,
        offers,
        outputSchema,
        maxOutputTokens,
        temperature,
        idempotencyKey,
        origin);
  }

  /** The same, asked from {@code other}. */
  public ModelRequest from(RequestOrigin other) {
    return new ModelRequest(
        model,
        instructions,
        data,
        messages,
        tools,
        outputSchema,
        maxOutputTokens,
        temperature,
        idempotencyKey,
        other);
  }

  /** A named value in the prompt. */
  public record DataBlock(String name, JsonNode value) {}
}
