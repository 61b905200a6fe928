package dev.stint.runtime.job;

import dev.stint.config.spec.AgentStep;
import dev.stint.config.spec.ApprovalStep;
import dev.stint.config.spec.BranchStep;
import dev.stint.config.spec.CheckStep;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.JobStep;
import dev.stint.config.spec.LoopStep;
import dev.stint.config.spec.PromptStep;
import dev.stint.config.spec.SignalWait;
import dev.stint.config.spec.StepFrame;
import dev.stint.config.spec.StepSpec;
import dev.stint.config.spec.ToolGrant;
import dev.stint.config.spec.ToolStep;
import dev.stint.config.spec.WaitStep;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.StepKind;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.Optional;

/** Turns one step of a job into its step of the plan, wherever that stands. Pure. */
final class StepFreezer {
  private final JobSpec job;
  private final ToolRegistry tools;
  private final Sinks sinks;
  private final Children children;

  StepFreezer(JobSpec job, ToolRegistry tools, Sinks sinks, Children children) {
    this.job = job;
    this.tools = tools;
    this.sinks = sinks;
    this.children = children;
  }

  PlannedStep freeze(StepSpec step) {
    StepFrame frame = step.frame();
    StepKind kind = kind(step);
    Optional<ToolDescriptor> tool = step instanceof ToolStep t ? descriptor(t) : Optional.empty();
    Effect effect = effect(step, tool);
    PlannedStep plain =
        new PlannedStep(
                frame.id(),
                kind,
                frame.stage(),
                frame.dependsOn(),
                frame.forEach().isPresent(),
                evaluates(step),
                frame.forEach().map(f -> f.maxParallel()).orElse(1),
                uses(step),
                effect,
                tool.map(ToolDescriptor::idempotent).orElse(kind != StepKind.TOOL),
                StepTerms.retry(frame.retry()),
                StepTerms.timeout(frame.timeout(), tool).toMillis(),
                gate(step))
            .queryable(tool.map(ToolDescriptor::queryable).orElse(false))
            .to(sinks.of(step, effect, tool));
    return step instanceof AgentStep agent
        ? plain.by(AgentEnvelope.of(agent, job, tools, sinks, children))
        : plain;
  }

  private static boolean evaluates(StepSpec step) {
    return step.frame().when().isPresent()
        || step.frame().forEach().isPresent()
        || step instanceof BranchStep
        || step instanceof LoopStep;
  }

  private Optional<ToolDescriptor> descriptor(ToolStep step) {
    try {
      return Optional.of(ToolPolicy.granted(job, tools, step.tool()).descriptor());
    } catch (ToolException _) {
      return Optional.empty(); // denied when it asks for its permit
    }
  }

  /** A grant may call an effect worse than the tool does, never better (A5). */
  private Effect effect(StepSpec step, Optional<ToolDescriptor> tool) {
    if (!(step instanceof ToolStep toolStep)) return Effect.NONE;
    Effect declared = tool.map(ToolDescriptor::effect).orElse(Effect.WRITE);
    Effect granted = job.tool(toolStep.tool()).flatMap(ToolGrant::effect).orElse(Effect.NONE);
    return granted.compareTo(declared) > 0 ? granted : declared;
  }

  /** An agent's own approval is asked for its calls. */
  private static Optional<Gate> gate(StepSpec step) {
    return switch (step) {
      case AgentStep _ -> Optional.empty();
      case ApprovalStep approval -> Optional.of(StepTerms.gate(approval.request()));
      default -> step.frame().approval().map(StepTerms::gate);
    };
  }

  private String uses(StepSpec step) {
    return switch (step) {
      case ToolStep tool -> tool.tool();
      case PromptStep prompt -> prompt.model().orElse(job.model().use());
      case AgentStep agent -> agent.model().orElse(job.model().use());
      case WaitStep wait -> wait.signal().map(SignalWait::name).orElse("");
      case JobStep run -> PlanFreezer.JOB + run.job();
      case CheckStep _, ApprovalStep _, BranchStep _, LoopStep _ -> "";
    };
  }

  private static StepKind kind(StepSpec step) {
    return switch (step) {
      case ToolStep _ -> StepKind.TOOL;
      case PromptStep _ -> StepKind.PROMPT;
      case AgentStep _ -> StepKind.AGENT;
      case BranchStep _ -> StepKind.BRANCH;
      case LoopStep _ -> StepKind.LOOP;
      case JobStep _ -> StepKind.JOB;
      case CheckStep _ -> StepKind.CHECK;
      case ApprovalStep _ -> StepKind.APPROVAL;
      case WaitStep wait -> wait.signal().isPresent() ? StepKind.SIGNAL : StepKind.WAIT;
    };
  }
}
