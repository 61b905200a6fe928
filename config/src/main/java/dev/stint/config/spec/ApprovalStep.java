package dev.stint.config.spec;

/** Waits for a person and does nothing else. */
public record ApprovalStep(StepCommon common, ApprovalSpec request) implements StepSpec {}
