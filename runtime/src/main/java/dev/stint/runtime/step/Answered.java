package dev.stint.runtime.step;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.UnitId;
import dev.stint.runtime.decision.DoubtCommand;
import java.util.List;

/**
 * What a tool said became of a call.
 *
 * @param payloads the result of the call, when it happened
 */
public record Answered(DoubtCommand.ReportQuery report, List<Payload> payloads) {
  /** It happened, with this result. */
  public static Answered happened(UnitId unit, int query, Payload output, String comment) {
    var report =
        new DoubtCommand.ReportQuery(
            unit, query, DoubtCommand.Answer.HAPPENED, output.commit(), comment);
    return new Answered(report, List.of(output));
  }

  /** Anything but a result. */
  public static Answered without(
      UnitId unit, int query, DoubtCommand.Answer answer, String comment) {
    return new Answered(new DoubtCommand.ReportQuery(unit, query, answer, "", comment), List.of());
  }
}
