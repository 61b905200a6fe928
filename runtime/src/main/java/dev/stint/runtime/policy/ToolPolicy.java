package dev.stint.runtime.policy;

import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.Optional;

/** The tool allow-list of a job (F1): what {@code tools} does not grant is denied. Pure. */
public final class ToolPolicy {
  private ToolPolicy() {}

  /**
   * May a step of this job call the tool?
   *
   * @param plan of the run, which pins what the tool must be (A16)
   */
  public static Verdict decide(
      JobSpec job, ToolRegistry tools, String tool, Plan plan, String policyHash) {
    Optional<ToolGrant> grant = job.tool(tool);
    if (grant.isEmpty()) return Verdict.deny("tools.allow", "tool_not_allowed", policyHash);
    try {
      ToolDescriptor found = granted(job, tools, tool).descriptor();
      if (drifted(found, tools, plan)) {
        return Verdict.deny("tools.pin", "tool_drift", policyHash);
      }
      return Verdict.allow("tools.allow", policyHash);
    } catch (ToolException _) {
      return Verdict.deny("tools.version", "tool_version_not_allowed", policyHash);
    }
  }

  /** Whether the tool declares something else than when the plan was frozen. */
  public static boolean drifted(ToolDescriptor found, ToolRegistry tools, Plan plan) {
    Optional<String> pin = plan.pin(found.name());
    return pin.isPresent() && !pin.get().equals(tools.hash(found));
  }

  /**
   * The tool that the grant admits.
   *
   * @throws ToolException terminal, when the job grants no such tool or no version here fits
   */
  public static Tool granted(JobSpec job, ToolRegistry tools, String tool) throws ToolException {
    ToolGrant grant =
        job.tool(tool)
            .orElseThrow(() ->
                new ToolException(
                    Failure.terminal("tool_not_allowed", "the job does not grant " + tool)));
    return tools.resolve(grant.name() + "@" + grant.versionRange());
  }
}
