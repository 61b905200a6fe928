package dev.stint.runtime.job;

import dev.stint.config.spec.AgentStep;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.PromptStep;
import dev.stint.config.spec.StepSpec;
import dev.stint.config.spec.ToolStep;
import dev.stint.persistence.event.Sink;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the steps of one job send values, by the platform owner's rules. Pure. */
final class Sinks {
  private final JobSpec job;
  private final LabelRules rules;

  Sinks(JobSpec job, LabelRules rules) {
    this.job = job;
    this.rules = rules;
  }

  Sink of(StepSpec step, Effect effect, Optional<ToolDescriptor> tool) {
    return switch (step) {
      case ToolStep t -> tool(t.tool(), effect, tool);
      case PromptStep prompt -> model(prompt.model());
      case AgentStep agent -> model(agent.model());
      default -> Sink.INSIDE;
    };
  }

  Sink tool(String name, Effect effect, Optional<ToolDescriptor> tool) {
    return rules.tool(name, effect, tool);
  }

  /** The model asked for, else the job's, and those that take over when it fails. */
  Sink model(Optional<String> own) {
    List<String> uses = new ArrayList<>(List.of(own.orElse(job.model().use())));
    uses.addAll(job.model().fallback());
    return rules.model(uses);
  }
}
