package dev.stint.config.spec;

import dev.stint.config.text.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks steps against the rest of the job: grants, approvals, citations (F1, F4, F5). */
final class PlanChecks {
  private final JobSpec job;
  private final PlanGraph graph;
  private final Map<String, ToolGrant> grants;
  private final Problems problems;

  PlanChecks(JobSpec job, PlanGraph graph, Problems problems) {
    this.job = job;
    this.graph = graph;
    this.grants =
        job.tools().stream()
            .collect(Collectors.toMap(ToolGrant::name, Function.identity(), (a, b) -> a));
    this.problems = problems;
  }

  void check(List<StepDraft> steps) {
    for (StepDraft draft : steps) {
      if (draft.spec().orElse(null) instanceof ToolStep step) check(draft, step);
      if (draft.spec().orElse(null) instanceof AgentStep step) check(draft, step);
    }
  }

  private void check(StepDraft draft, ToolStep step) {
    Optional<ToolGrant> grant = Optional.ofNullable(grants.get(step.tool()));
    if (grant.isEmpty()) {
      add(
          draft,
          "tool",
          "tool_not_granted",
          "tool \""
              + step.tool()
              + "\" is not granted"
              + NearestName.hint(step.tool(), grants.keySet()),
          "add it under tools: - {use: " + step.tool() + "@^1}");
      return;
    }
    if (grant.get().approvalRequired() && step.frame().approval().isEmpty()) {
      add(
          draft,
          "tool",
          "approval_missing",
          "tool \"" + step.tool() + "\" requires approval and the step asks for none",
          "add approval: {by: ['user:<name>']} to the step");
    }
    boolean writes = grant.get().effect().filter(effect -> effect == Effect.WRITE).isPresent();
    if (writes && !CitationGate.passed(job, graph.certain(step.id()))) {
      add(
          draft,
          "tool",
          "citations_unchecked",
          "step \"" + step.id() + "\" writes before citations were checked",
          "add a check step before it: - {id: citations, citations: steps.<draft>}");
    }
  }

  private void check(StepDraft draft, AgentStep step) {
    boolean asks = step.frame().approval().isPresent();
    for (String tool : step.tools()) {
      Optional<ToolGrant> grant = Optional.ofNullable(grants.get(tool));
      if (grant.isEmpty()) {
        add(
            draft,
            "tools",
            "tool_not_granted",
            "tool \"" + tool + "\" is not granted" + NearestName.hint(tool, grants.keySet()),
            "add it under tools: - {use: " + tool + "@^1}");
      } else if (grant.get().approvalRequired() && !asks) {
        add(
            draft,
            "tools",
            "approval_missing",
            "tool \"" + tool + "\" requires approval and the step asks for none",
            "add approval: {by: ['user:<name>']} to the step");
      }
    }
  }

  private void add(StepDraft draft, String key, String code, String message, String hint) {
    problems.add(
        draft.map().get(key).orElse(draft.map()), draft.pointer() + "/" + key, code, message, hint);
  }
}
