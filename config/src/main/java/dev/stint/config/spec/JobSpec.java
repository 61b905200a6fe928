package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job as its composer wrote it, validated, with every default filled in (A1). Immutable; the JSON
 * tree must not be changed by readers.
 *
 * @param inputs JSON Schema of the inputs
 * @param planner how a model makes the plan, which is empty then
 */
public record JobSpec(
    String name,
    String version,
    String title,
    String description,
    String owner,
    Map<String, String> labels,
    JsonNode inputs,
    BudgetSpec budget,
    ModelSpec model,
    List<DataSource> data,
    NetworkSpec network,
    List<ToolGrant> tools,
    PolicySpec policies,
    StepDefaults defaults,
    List<StepSpec> plan,
    List<OutputSpec> outputs,
    List<AlertSpec> alerts,
    Optional<ScheduleSpec> schedule,
    Optional<SlaSpec> sla,
    Optional<EvalSpec> evals,
    RetentionSpec retention,
    Optional<PlannerSpec> planner) {
  /** Department of a job that names none. */
  public static final String DEFAULT_DEPARTMENT = "general";

  public JobSpec {
    labels = Map.copyOf(labels);
    data = List.copyOf(data);
    tools = List.copyOf(tools);
    plan = List.copyOf(plan);
    outputs = List.copyOf(outputs);
    alerts = List.copyOf(alerts);
  }

  /** The department that owns the job and pays for it. */
  public String department() {
    return labels.getOrDefault("department", DEFAULT_DEPARTMENT);
  }

  public Optional<StepSpec> step(String id) {
    for (StepSpec step : plan) {
      if (step.id().equals(id)) return Optional.of(step);
    }
    return Optional.empty();
  }

  public Optional<ToolGrant> tool(String name) {
    for (ToolGrant grant : tools) {
      if (grant.name().equals(name)) return Optional.of(grant);
    }
    return Optional.empty();
  }

  public Optional<DataSource> source(String id) {
    return data.stream().filter(source -> source.id().equals(id)).findFirst();
  }
}
