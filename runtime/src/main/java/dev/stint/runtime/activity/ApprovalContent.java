package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.label.Flows;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Exactly what an approval binds (IF-11): the action, its arguments, the job, the plan, the policy
 * and the most it may cost. Its canonical hash is the approval's entity tag. Pure.
 */
public final class ApprovalContent {
  private ApprovalContent() {}

  public static ObjectNode of(
      RunState state, UnitId unit, JsonNode args, Map<String, String> pins, Optional<Flows> flows) {
    var submitted = state.submitted();
    PlannedStep planned = state.plan().step(unit.step());
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.put("run", submitted.run().value());
    content.put("step", unit.toString());
    content.put("action", planned.uses());
    content.put("effect", planned.effect().name().toLowerCase(Locale.ROOT));
    content.put("version", pins.getOrDefault("tool_version", ""));
    content.set("args", args);
    ObjectNode job = content.putObject("job");
    job.put("name", submitted.job().name());
    job.put("version", submitted.job().version());
    job.put("digest", submitted.job().digest());
    content.put("plan", state.plan().hash());
    content.put("policy", submitted.policyHash());
    content.put("maxTokens", submitted.budget().hard());
    flows.ifPresent(f -> content.set("labels", labels(f)));
    return content;
  }

  /** Where each argument comes from, so that whoever decides sees what is not to be trusted. */
  private static ObjectNode labels(Flows flows) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("context", label(flows.context()));
    ObjectNode arguments = json.putObject("args");
    flows.parameters().forEach((name, label) -> arguments.set(name, label(label)));
    return json;
  }

  private static ObjectNode label(Label label) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("classification", label.conf().name().toLowerCase(Locale.ROOT));
    json.put("trust", label.integ().name().toLowerCase(Locale.ROOT));
    label.cats().forEach(json.putArray("categories")::add);
    label.sources().forEach(json.putArray("from")::add);
    return json;
  }
}
