package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;

/**
 * Has a model make the plan (A3): {@code plan: auto}.
 *
 * @param goal path of the template that says what is to be reached, in the job folder
 * @param model {@code provider/model}, instead of the job's
 * @param tools granted tools and jobs that steps may use; all that are granted unless given
 * @param prompts templates in the job folder that steps may have a model work by
 * @param agents templates in the job folder that agents may work by
 * @param components of the library that a step may stand for, as {@code library/NAME@RANGE}
 * @param maxSteps most steps of the plan
 * @param attempts how often the model may try, when its plan is refused
 * @param maxTokens most output tokens of one try
 * @param approval who must say yes to the plan before anything of it runs
 */
public record PlannerSpec(
    String goal,
    Optional<String> model,
    List<String> tools,
    List<String> prompts,
    List<String> agents,
    List<String> components,
    int maxSteps,
    int attempts,
    int maxTokens,
    Optional<ApprovalSpec> approval) {
  /** Id of the implicit step that makes the plan. */
  public static final String PLAN = "stint_plan";

  /** Id of the implicit step that asks people about it. */
  public static final String APPROVAL = "stint_plan_approval";

  /** Id of the step whose value is the result of a plan that a model made. */
  public static final String RESULT = "result";

  public PlannerSpec {
    tools = List.copyOf(tools);
    prompts = List.copyOf(prompts);
    agents = List.copyOf(agents);
    components = List.copyOf(components);
  }
}
