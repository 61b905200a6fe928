package dev.stint.persistence.event;

/** Where tokens go in a run's summary (J1). */
public enum Stage {
  PLAN,
  RETRIEVE,
  GENERATE,
  TOOL
}
