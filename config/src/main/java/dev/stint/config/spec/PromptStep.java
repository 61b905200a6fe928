package dev.stint.config.spec;

import dev.stint.config.expression.Template;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks a model (C2).
 *
 * @param prompt path of the template in the job folder
 * @param promptVersion the number after {@code @}, for people; the record pins the file's hash
 * @param params what the template's names stand for
 * @param outputSchema path of the JSON Schema that the answer must fit
 * @param maxTokens most output tokens, instead of the model's
 * @param model {@code provider/model}, instead of the job's
 */
public record PromptStep(
    StepFrame frame,
    String prompt,
    OptionalInt promptVersion,
    Template params,
    Optional<String> outputSchema,
    OptionalInt maxTokens,
    Optional<String> model)
    implements StepSpec {}
