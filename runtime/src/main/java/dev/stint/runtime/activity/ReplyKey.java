package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.runtime.model.ModelRequest;

/**
 * Under which key an answer may be used again (IF-14, A12): who asks, what it may have read, under
 * which policy, which model exactly, and every byte of the input. Nothing is shared that differs in
 * one of them. Pure.
 */
final class ReplyKey {
  private ReplyKey() {}

  /**
   * @param pin what else decides about the model's answer, as its provider says
   */
  static String of(StepScope scope, String use, String pin, ModelRequest request) {
    ObjectNode key = CacheScope.of(scope);
    key.put("model", use);
    key.put("pin", pin);
    key.put("instructions", request.instructions());
    ArrayNode data = key.putArray("data");
    request.data().forEach(block -> data.addArray().add(block.name()).add(block.value()));
    request.outputSchema().ifPresent(schema -> key.set("schema", schema));
    key.put("maxOutputTokens", request.maxOutputTokens());
    key.put("temperature", request.temperature());
    return CanonicalJson.sha256(key);
  }
}
