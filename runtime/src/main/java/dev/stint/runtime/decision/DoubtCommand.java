package dev.stint.runtime.decision;

import dev.stint.persistence.event.UnitId;

/** About writes of which nobody knows whether they happened. */
public sealed interface DoubtCommand extends RunCommand {

  /** A person says what became of a write in doubt. */
  record ResolveDoubt(UnitId unit, boolean happened, String output, String comment)
      implements DoubtCommand {}

  /** The tool of a write in doubt shall be asked what became of it. */
  record QueryDoubt(UnitId unit) implements DoubtCommand {}

  /**
   * What the tool answered.
   *
   * @param query which question this answers
   * @param output payload of the result, when it happened
   */
  record ReportQuery(UnitId unit, int query, Answer answer, String output, String comment)
      implements DoubtCommand {}

  /** What a tool can answer when it is asked what became of a call. */
  enum Answer {
    HAPPENED,
    DID_NOT_HAPPEN,
    /** It cannot say, now or later. */
    UNKNOWN,
    /** It could not be asked. */
    UNREACHABLE
  }
}
