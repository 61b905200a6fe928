package dev.stint.persistence.event;

/** What a planned step does. */
public enum StepKind {
  TOOL,
  PROMPT,
  CHECK,
  APPROVAL,
  WAIT,
  /** Implicit last step: evaluates the job's outputs into artifacts. */
  OUTPUTS,
  /** Implicit step that runs instead of the rest when the budget is exhausted (E3). */
  PARTIAL
}
