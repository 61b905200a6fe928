package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Label;
import dev.stint.runtime.label.Flows;
import dev.stint.runtime.label.RunLabels;
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
    var submitted = scope.state().submitted();
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    key.put("department", submitted.department());
    key.set("label", label(scope));
    key.put("policy", submitted.policyHash());
    key.put("model", use);
    key.put("pin", pin);
    key.put("dryRun", submitted.dryRun());
    key.put("instructions", request.instructions());
    ArrayNode data = key.putArray("data");
    request.data().forEach(block -> data.addArray().add(block.name()).add(block.value()));
    request.outputSchema().ifPresent(schema -> key.set("schema", schema));
    key.put("maxOutputTokens", request.maxOutputTokens());
    key.put("temperature", request.temperature());
    return CanonicalJson.sha256(key);
  }

  /** The label of all that the model is shown: who may see it, and how far it is trusted. */
  private static JsonNode label(StepScope scope) {
    Label whole =
        new RunLabels(scope.state(), scope.job())
            .flows(scope.unit())
            .map(Flows::whole)
            .orElse(Label.UNLABELLED);
    ObjectNode label = JsonNodeFactory.instance.objectNode();
    label.put("conf", whole.conf().name()).put("integ", whole.integ().name());
    whole.cats().forEach(label.putArray("cats")::add);
    whole.depts().forEach(label.putArray("depts")::add);
    whole.sources().forEach(label.putArray("sources")::add);
    return label;
  }
}
