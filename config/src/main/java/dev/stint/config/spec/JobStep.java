package dev.stint.config.spec;

import dev.stint.config.expression.Template;
import java.util.OptionalLong;

/**
 * Runs another job as a child of this run, and yields its result (A2).
 *
 * @param job its name
 * @param versionRange as written, e.g. {@code ^1}; {@code *} when none is given
 * @param inputs of the child
 * @param budget tokens that it may use at most, taken from this run's; the child job's own limit
 *     unless given
 */
public record JobStep(
    StepFrame frame, String job, String versionRange, Template inputs, OptionalLong budget)
    implements StepSpec {}
