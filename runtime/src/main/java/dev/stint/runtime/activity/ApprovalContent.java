package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import java.util.Locale;
import java.util.Map;

/**
 * Exactly what an approval binds (IF-11): the action, its arguments, the job, the plan, the policy
 * and the most it may cost. Its canonical hash is the approval's entity tag. Pure.
 */
public final class ApprovalContent {
  private ApprovalContent() {}

  public static ObjectNode of(
      RunState state, UnitId unit, JsonNode args, Map<String, String> pins) {
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
    content.put("plan", submitted.plan().hash());
    content.put("policy", submitted.policyHash());
    content.put("maxTokens", submitted.budget().hard());
    return content;
  }
}
