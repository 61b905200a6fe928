package dev.stint.config.spec;

import dev.stint.config.expression.Template;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Has a model work on a goal: turn by turn it asks for tools, until it answers (C3).
 *
 * @param prompt path of the goal's template in the job folder
 * @param params what the template's names stand for
 * @param tools granted tools that the model may ask for
 * @param outputSchema path of the JSON Schema that the answer must fit
 * @param maxTokens most output tokens of a turn, instead of the model's
 * @param model {@code provider/model}, instead of the job's
 */
public record AgentStep(
    StepFrame frame,
    String prompt,
    Template params,
    List<String> tools,
    Optional<String> outputSchema,
    OptionalInt maxTokens,
    Optional<String> model,
    AgentLimits limits)
    implements StepSpec {
  public AgentStep {
    tools = List.copyOf(tools);
  }
}
