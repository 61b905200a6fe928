package dev.stint.config.spec;

import dev.stint.config.expression.Template;

/** Calls a granted tool with {@code params} as its arguments. */
public record ToolStep(StepFrame frame, String tool, Template params) implements StepSpec {}
