package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.Course;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import dev.stint.persistence.view.RunRow;
import dev.stint.runtime.run.RunReader.RunAt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run as the contract shows it (J1). Pure. */
public final class RunJson {
  private RunJson() {}

  public static ObjectNode of(RunAt run, Instant now) {
    RunState state = run.state();
    var submitted = state.submitted();
    Optional<Phase.Finished> end = finished(state);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run_id", submitted.run().value());
    json.put("job_name", submitted.job().name());
    json.put("job_version", submitted.job().version());
    json.put("job_digest", submitted.job().digest());
    submitted
        .origin()
        .ifPresent(origin -> {
          ObjectNode from = json.putObject("origin");
          from.put("run_id", origin.run().value());
          from.put("seq", origin.seq());
          from.put("kind", origin.kind());
          origin.fromStep().ifPresent(step -> from.put("from_step", step));
        });
    submitted
        .parent()
        .ifPresent(parent ->
            json.putObject("parent")
                .put("run_id", parent.run().value())
                .put("step", parent.unit().toString())
                .put("depth", parent.depth()));
    json.put("status", state.status().text());
    ObjectNode tokens = json.putObject("tokens");
    for (Stage stage : Stage.values()) {
      tokens.put(stage.name().toLowerCase(Locale.ROOT), state.pot().used(stage));
    }
    run.cost().text().ifPresent(usd -> json.put("cost_usd", usd));
    if (run.cost().unpriced() > 0) json.put("unpriced_tokens", run.cost().unpriced());
    Instant until = end.map(Phase.Finished::at).orElse(now);
    json.put("latency_ms", Duration.between(state.submittedAt(), until).toMillis());
    json.put("tool_errors", state.toolErrors());
    json.put("policy_violations", state.violations().size());
    json.put("owner", submitted.owner());
    json.put("department", submitted.department());
    json.put("submitted_by", state.submittedBy());
    json.put("submitted_at", state.submittedAt().toString());
    state.startedAt().ifPresent(at -> json.put("started_at", at.toString()));
    end.ifPresent(f -> json.put("finished_at", f.at().toString()));
    json.putObject("budget")
        .put("soft", submitted.budget().soft())
        .put("hard", submitted.budget().hard())
        .put("used", state.pot().used())
        .put("reserved", state.pot().reserved());
    reason(state, end, json);
    state.killAcceptedAt().ifPresent(at -> json.put("accepted_at", at.toString()));
    state.killEffectiveAt().ifPresent(at -> json.put("effective_at", at.toString()));
    if (submitted.dryRun()) json.put("dry_run", true);
    if (submitted.development()) json.put("development", true);
    submitted.labels().forEach(json.putObject("labels")::put);
    steps(state, json.putArray("steps"));
    ArrayNode approvals = json.putArray("approvals");
    state.approvals().values().forEach(a -> approvals.add(ApprovalJson.of(state, a)));
    ArrayNode artifacts = json.putArray("artifacts");
    state.artifacts().forEach(a -> artifacts.add(artifact(a)));
    CustodyJson.of(state.custody()).ifPresent(custody -> json.set("custody", custody));
    json.put("seq", run.last().seq());
    json.put("chain_head", run.last().hash());
    return json;
  }

  private static Optional<Phase.Finished> finished(RunState state) {
    return state.phase() instanceof Phase.Finished f ? Optional.of(f) : Optional.empty();
  }

  private static void reason(RunState state, Optional<Phase.Finished> end, ObjectNode json) {
    switch (state.phase()) {
      case Phase.Finished f -> {
        if (!f.code().isEmpty()) json.put("code", f.code()).put("reason", f.reason());
      }
      case Phase.Stopping s -> json.put("code", s.code()).put("reason", "stopping: " + s.reason());
      case Phase.Paused p -> json.put("reason", p.reason());
      case Phase.Queued _ -> json.put("reason", "capacity");
      case Phase.Running _ -> {
        if (state.status() == dev.stint.persistence.event.RunStatus.WAITING) {
          boolean approval = state.approvals().values().stream().anyMatch(a -> a.pending());
          json.put("reason", approval ? "approval" : waitsForSignal(state) ? "signal" : "timer");
        }
      }
    }
  }

  private static boolean waitsForSignal(RunState state) {
    return state.plan().steps().stream()
        .filter(step -> step.kind() == StepKind.SIGNAL)
        .flatMap(step -> state.steps().get(step.id()).units().stream())
        .anyMatch(UnitState.Sleeping.class::isInstance);
  }

  private static void block(RunState state, PlannedStep planned, ObjectNode json) {
    planned.within().ifPresent(place -> json.put("within", place.block()));
    Integer arm = state.course().arms().get(planned.id());
    if (arm != null) json.put("case", arm + 1);
    Course.Loop loop = state.course().loops().get(planned.id());
    if (loop != null) json.put("iteration", loop.iteration());
    List<String> runs = new ArrayList<>();
    state
        .children()
        .forEach((unit, child) -> {
          if (unit.step().equals(planned.id())) runs.add(child.run().value());
        });
    if (!runs.isEmpty()) runs.forEach(json.putArray("child_runs")::add);
  }

  private static void steps(RunState state, ArrayNode steps) {
    for (PlannedStep planned : state.plan().steps()) {
      if (AgentPlan.grown(planned.id())) continue;
      StepState step = state.steps().get(planned.id());
      ObjectNode json = steps.addObject();
      json.put("id", planned.id());
      json.put("kind", planned.kind().name().toLowerCase(Locale.ROOT));
      if (!planned.uses().isEmpty()) json.put("uses", planned.uses());
      json.put("status", StepStatus.of(state, planned, step));
      block(state, planned, json);
      json.put("attempts", step.units().stream().mapToInt(u -> u.tries().started()).sum());
      json.put("failures", step.units().stream().mapToInt(u -> u.tries().failed()).sum());
      step.skipped().ifPresent(why -> json.put("reason", why));
      RedoProgress.replacedBy(state, planned.id())
          .ifPresent(round -> json.put("reason", "done again, in round " + round));
      step.brokeOff().ifPresent(f -> json.put("code", f.code()).put("reason", f.message()));
      AgentState agent = state.agents().get(planned.id());
      if (agent != null) json.set("agent", AgentJson.of(state, agent));
      if (step.items() && step.expanded()) {
        json.put("items", step.units().size());
        json.put(
            "items_done",
            step.units().stream().filter(UnitState.Succeeded.class::isInstance).count());
      }
    }
  }

  static ObjectNode artifact(Artifact artifact) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", artifact.name())
        .put("mediaType", artifact.mediaType())
        .put("size", artifact.size())
        .put("sha256", artifact.sha256());
  }

  /** A run in a list. */
  public static ObjectNode row(RunRow row, Instant now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run_id", row.runId());
    json.put("job_name", row.jobName());
    json.put("job_version", row.jobVersion());
    json.put("status", row.status().text());
    json.putObject("tokens")
        .put("plan", row.tokensPlan())
        .put("retrieve", row.tokensRetrieve())
        .put("generate", row.tokensGenerate())
        .put("tool", row.tokensTool());
    Instant until = row.finishedAt().orElse(now);
    json.put("latency_ms", Duration.between(row.submittedAt(), until).toMillis());
    json.put("tool_errors", row.toolErrors());
    json.put("policy_violations", row.policyViolations());
    json.put("owner", row.owner());
    json.put("department", row.department());
    json.put("submitted_by", row.submittedBy());
    json.put("submitted_at", row.submittedAt().toString());
    row.startedAt().ifPresent(at -> json.put("started_at", at.toString()));
    row.finishedAt().ifPresent(at -> json.put("finished_at", at.toString()));
    json.putObject("budget")
        .put("soft", row.budgetSoft())
        .put("hard", row.budgetHard())
        .put("used", row.tokens());
    if (!row.reason().isEmpty()) json.put("code", row.code()).put("reason", row.reason());
    json.put("pending_approvals", row.pendingApprovals());
    return json;
  }
}
