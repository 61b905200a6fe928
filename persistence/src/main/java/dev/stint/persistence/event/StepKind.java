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
  /** Waits for word from outside. */
  SIGNAL,
  /** Goes one of several ways. */
  BRANCH,
  /** Does its steps again until a condition holds. */
  LOOP,
  /** Runs another job as a child of this run. */
  JOB,
  /** Implicit first step where a model makes the plan. */
  PLAN,
  /** Implicit last step: evaluates the job's outputs into artifacts. */
  OUTPUTS,
  /** Implicit step that runs instead of the rest when the budget is exhausted (E3). */
  PARTIAL
}
