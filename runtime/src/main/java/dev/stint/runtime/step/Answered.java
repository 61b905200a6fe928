package dev.stint.runtime.step;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.UnitId;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;

/**
 * What a tool said became of a call.
 *
 * @param payloads the result of the call, when it happened
 */
public record Answered(RunCommand.ReportQuery report, List<Payload> payloads) {
  /** It happened, with this result. */
  public static Answered happened(UnitId unit, int query, Payload output, String comment) {
    var report =
        new RunCommand.ReportQuery(
            unit, query, RunCommand.Answer.HAPPENED, output.commit(), comment);
    return new Answered(report, List.of(output));
  }

  /** Anything but a result. */
  public static Answered without(UnitId unit, int query, RunCommand.Answer answer, String comment) {
    return new Answered(new RunCommand.ReportQuery(unit, query, answer, "", comment), List.of());
  }
}
