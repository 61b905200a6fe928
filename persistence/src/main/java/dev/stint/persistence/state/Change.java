package dev.stint.persistence.state;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.RunEvent.PolicyViolated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state after one more event, under construction: records have no {@code with}. Used once, by
 * one fold.
 */
final class Change {
  private final RunState from;
  private Phase phase;
  private Optional<Instant> startedAt;
  private Optional<Instant> killAcceptedAt;
  private Optional<Instant> killEffectiveAt;
  private Map<String, StepState> steps;
  private Pot pot;
  private Map<String, ApprovalState> approvals;
  private List<Artifact> artifacts;
  private int toolErrors;
  private List<PolicyViolated> violations;
  private Custody custody;
  private Map<String, AgentState> agents;
  private Course course;

  Change(RunState from) {
    this.from = from;
    phase = from.phase();
    startedAt = from.startedAt();
    killAcceptedAt = from.killAcceptedAt();
    killEffectiveAt = from.killEffectiveAt();
    steps = from.steps();
    pot = from.pot();
    approvals = from.approvals();
    artifacts = from.artifacts();
    toolErrors = from.toolErrors();
    violations = from.violations();
    custody = from.custody();
    agents = from.agents();
    course = from.course();
  }

  Change phase(Phase value) {
    phase = value;
    return this;
  }

  Change startedAt(Instant value) {
    startedAt = Optional.of(value);
    return this;
  }

  Change killAcceptedAt(Instant value) {
    killAcceptedAt = Optional.of(value);
    return this;
  }

  Change killEffectiveAt(Instant value) {
    killEffectiveAt = Optional.of(value);
    return this;
  }

  Change step(StepState value) {
    steps = new LinkedHashMap<>(steps);
    steps.put(value.id(), value);
    return this;
  }

  Change withoutStep(String id) {
    steps = new LinkedHashMap<>(steps);
    steps.remove(id);
    return this;
  }

  Change pot(Pot value) {
    pot = value;
    return this;
  }

  Change approval(ApprovalState value) {
    approvals = new LinkedHashMap<>(approvals);
    approvals.put(value.request().approval(), value);
    return this;
  }

  Change artifacts(List<Artifact> more) {
    if (more.isEmpty()) return this;
    artifacts = new ArrayList<>(artifacts);
    artifacts.addAll(more);
    return this;
  }

  Change toolError() {
    toolErrors++;
    return this;
  }

  Change violation(PolicyViolated value) {
    violations = new ArrayList<>(violations);
    violations.add(value);
    return this;
  }

  Change custody(Custody value) {
    custody = value;
    return this;
  }

  Change agent(AgentState value) {
    agents = new LinkedHashMap<>(agents);
    agents.put(value.step(), value);
    return this;
  }

  Change course(Course value) {
    course = value;
    return this;
  }

  RunState build() {
    return build(from.seq() + 1);
  }

  RunState build(long seq) {
    return new RunState(
        from.submitted(),
        from.submittedBy(),
        from.submittedAt(),
        seq,
        phase,
        startedAt,
        killAcceptedAt,
        killEffectiveAt,
        steps,
        pot,
        approvals,
        artifacts,
        toolErrors,
        violations,
        custody,
        agents,
        course);
  }
}
