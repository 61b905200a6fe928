package dev.stint.runtime.replay;

import dev.stint.config.spec.PolicyFile;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.LoopPlan;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.TokenBudget;
import java.time.Duration;
import java.util.Optional;

/** A submission under other rules: what they say about plan and budget. Pure. */
final class AlternativeSubmission {
  private static final Duration APPROVAL_EXPIRES = Duration.ofHours(24);

  private AlternativeSubmission() {}

  static Submitted of(Submitted s, WhatIf change) {
    return new Submitted(
        s.run(),
        s.job(),
        plan(s.plan(), change.policy()),
        s.inputs(),
        s.owner(),
        s.department(),
        s.labels(),
        s.priority(),
        change
            .hardLimit(s.budget().hard())
            .map(hard -> budget(s.budget(), hard))
            .orElse(s.budget()),
        s.policyHash(),
        s.request(),
        s.dryRun(),
        s.development(),
        s.origin(),
        s.parent());
  }

  /** As a submission narrows its job's budget: an alert in time, half for the tail at most. */
  private static TokenBudget budget(TokenBudget was, long hard) {
    return new TokenBudget(
        Math.min(was.soft(), hard - hard / 4),
        hard,
        was.partial() ? Math.min(was.tail(), hard / 2) : 0,
        was.partial(),
        was.maxMs(),
        was.countWaiting());
  }

  private static Plan plan(Plan plan, Optional<PolicyFile> policy) {
    if (policy.isEmpty()) return plan;
    return new Plan(
        plan.steps().stream().map(s -> step(s, policy.get())).toList(), plan.hash(), plan.tools());
  }

  /** What a policy wants approved, it wants approved when an agent asks for it, too. */
  private static AgentPlan agent(AgentPlan agent, PolicyFile policy) {
    return new AgentPlan(
        agent.tools().stream().map(tool -> tool(tool, policy)).toList(),
        agent.maxParallel(),
        agent.maxTokens(),
        agent.compactAt(),
        agent.stop(),
        agent.watch());
  }

  private static AgentPlan.Tool tool(AgentPlan.Tool t, PolicyFile policy) {
    if (t.gate().isPresent() || !policy.approved().covers(t.name(), t.effect())) return t;
    return t.behind(gate(policy));
  }

  private static PlannedStep step(PlannedStep s, PolicyFile policy) {
    boolean asks =
        s.gate().isEmpty()
            && s.kind() == StepKind.TOOL
            && policy.approved().covers(s.uses(), s.effect());
    PlannedStep.Retry r = s.retry();
    int most = Math.min(r.maxFailures(), policy.maxAttempts().orElse(r.maxFailures()));
    PlannedStep tried =
        s.with(new PlannedStep.Retry(most, r.initialMs(), r.factor(), r.maxMs(), r.onExhausted()))
            .with(s.within(), s.loop().map(loop -> loop(loop, policy)), s.child());
    PlannedStep gated = asks ? tried.behind(gate(policy)) : tried;
    return s.agent().map(agent -> gated.by(agent(agent, policy))).orElse(gated);
  }

  /** What is planned again with each iteration follows the policy, too. */
  private static LoopPlan loop(LoopPlan loop, PolicyFile policy) {
    return new LoopPlan(
        loop.max(), loop.failAtMax(), loop.steps().stream().map(s -> step(s, policy)).toList());
  }

  private static PlannedStep.Gate gate(PolicyFile policy) {
    return new PlannedStep.Gate(policy.approved().by(), true, APPROVAL_EXPIRES.toMillis());
  }
}
