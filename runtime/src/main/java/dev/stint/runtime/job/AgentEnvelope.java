package dev.stint.runtime.job;

import dev.stint.config.spec.AgentLimits;
import dev.stint.config.spec.AgentStep;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ChildPlan;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.persistence.event.Sink;
import dev.stint.runtime.policy.ToolPolicy;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.Optional;
import java.util.OptionalLong;

/** Freezes what an agent may do. Pure. */
final class AgentEnvelope {
  private AgentEnvelope() {}

  static AgentPlan of(
      AgentStep step, JobSpec job, ToolRegistry registry, Sinks sinks, Children children) {
    AgentLimits limits = step.limits();
    return new AgentPlan(
        step.tools().stream()
            .distinct()
            .map(name ->
                name.startsWith(PlanFreezer.JOB)
                    ? job(name, step, job, children)
                    : tool(name, step, job, registry, sinks))
            .toList(),
        limits.maxCalls(),
        step.maxTokens().orElse(job.model().maxOutputTokens()),
        limits.compactAt(),
        new AgentPlan.Stop(
            limits.turns(),
            limits.tokens(),
            limits.deadline().toMillis(),
            limits.repairs(),
            limits.onStop() == AgentLimits.OnStop.PARTIAL),
        new AgentPlan.Watch(
            ladder(limits.sameCall()),
            ladder(limits.unchanged()),
            ladder(limits.spend()),
            limits.throttle().toMillis()));
  }

  private static AgentPlan.Ladder ladder(AgentLimits.Ladder l) {
    return new AgentPlan.Ladder(l.warn(), l.throttle(), l.park(), l.kill());
  }

  /** A job that is not published can be asked for, and fails. What a child writes, it gates. */
  private static AgentPlan.Tool job(String name, AgentStep step, JobSpec job, Children children) {
    Optional<ToolGrant> grant = job.tool(name);
    String range = grant.map(ToolGrant::versionRange).orElse("*");
    long tokens = step.limits().tokens();
    OptionalLong most = tokens > 0 ? OptionalLong.of(tokens) : OptionalLong.empty();
    Optional<ChildPlan> child =
        grant.flatMap(_ -> children.find(name.substring(PlanFreezer.JOB.length()), range, most));
    boolean asks = grant.filter(ToolGrant::approvalRequired).isPresent();
    return new AgentPlan.Tool(
        name,
        Effect.NONE,
        true,
        false,
        retry(step),
        step.frame().timeout().toMillis(),
        asks ? step.frame().approval().map(StepTerms::gate) : Optional.empty(),
        Optional.of(Sink.INSIDE),
        child.map(plan -> {
          Children.Offer offer = children.offer(plan);
          return new AgentPlan.SubJob(plan, offer.description(), offer.inputs());
        }));
  }

  private static AgentPlan.Tool tool(
      String name, AgentStep step, JobSpec job, ToolRegistry registry, Sinks sinks) {
    Optional<ToolDescriptor> known = descriptor(name, job, registry);
    Optional<ToolGrant> grant = job.tool(name);
    Effect declared = known.map(ToolDescriptor::effect).orElse(Effect.WRITE);
    Effect raised = grant.flatMap(ToolGrant::effect).orElse(Effect.NONE);
    Effect effect = raised.compareTo(declared) > 0 ? raised : declared;
    boolean asks = effect == Effect.WRITE || grant.filter(ToolGrant::approvalRequired).isPresent();
    Optional<Gate> gate = asks ? step.frame().approval().map(StepTerms::gate) : Optional.empty();
    return new AgentPlan.Tool(
        name,
        effect,
        known.map(ToolDescriptor::idempotent).orElse(false),
        known.map(ToolDescriptor::queryable).orElse(false),
        retry(step),
        StepTerms.timeout(step.frame().timeout(), known).toMillis(),
        gate,
        Optional.of(sinks.tool(name, effect, known)),
        Optional.empty());
  }

  /** A call that failed for good is for the model to hear. */
  private static Retry retry(AgentStep step) {
    Retry r = StepTerms.retry(step.frame().retry());
    return new Retry(r.maxFailures(), r.initialMs(), r.factor(), r.maxMs(), OnExhausted.CONTINUE);
  }

  private static Optional<ToolDescriptor> descriptor(
      String name, JobSpec job, ToolRegistry registry) {
    try {
      return Optional.of(ToolPolicy.granted(job, registry, name).descriptor());
    } catch (ToolException _) {
      return Optional.empty(); // denied when it asks for its permit
    }
  }
}
