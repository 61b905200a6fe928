package dev.stint.persistence.event;

/** What a planned step does. */
public enum StepKind {
  TOOL,
  PROMPT,
  /** Asks a model again and again, and does what it asks for, within an envelope. */
  AGENT,
  /** One turn of an agent; comes up while the run goes on. */
  TURN,
  CHECK,
  APPROVAL,
  WAIT,
  /** Implicit last step: evaluates the job's outputs into artifacts. */
  OUTPUTS,
  /** Implicit step that runs instead of the rest when the budget is exhausted (E3). */
  PARTIAL
}
