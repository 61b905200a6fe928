package dev.stint.runtime.job;

import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.Plan;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every tool that a job grants declares at the moment its plan is frozen, by hash: a tool that
 * declares something else later is not the tool that was looked at (A16). Pure.
 */
final class ToolPins {
  private ToolPins() {}

  /**
   * A pin for every tool that the job grants.
   *
   * @param published pins of the job's version, which count more than what is here now
   */
  static Map<String, String> of(JobSpec job, ToolRegistry tools, Map<String, String> published) {
    Map<String, String> pins = new LinkedHashMap<>();
    for (ToolGrant grant : job.tools()) {
      String known = published.get(grant.name());
      pins.put(grant.name(), known == null ? pin(grant, job, tools) : known);
    }
    return pins;
  }

  /** Pins of the granted tools that are here. */
  static Map<String, String> present(JobSpec job, ToolRegistry tools) {
    Map<String, String> pins = of(job, tools, Map.of());
    pins.values().removeIf(Plan.ABSENT::equals);
    return pins;
  }

  private static String pin(ToolGrant grant, JobSpec job, ToolRegistry tools) {
    try {
      return tools.hash(ToolPolicy.granted(job, tools, grant.name()).descriptor());
    } catch (ToolException _) {
      return Plan.ABSENT; // denied when it asks for its permit, and should it come up later as well
    }
  }
}
