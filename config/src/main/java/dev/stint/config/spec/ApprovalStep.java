package dev.stint.config.spec;

/** Waits for a person and does nothing else. */
public record ApprovalStep(StepFrame frame, ApprovalSpec request) implements StepSpec {}
