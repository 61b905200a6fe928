package dev.stint.runtime.step;

import dev.stint.persistence.event.Payload;
import dev.stint.runtime.decision.StepCommand;
import java.util.List;

/**
 * An attempt of a unit that only computes, performed before its permit is durable: nothing of it
 * has left the process, so that dropping it costs nothing but its work.
 *
 * @param preparation what its permit is asked for with
 * @param report its success, under the lease of that request
 * @param payloads that the report names
 */
public record Computed(
    Preparation preparation, StepCommand.ReportSuccess report, List<Payload> payloads) {
  long size() {
    return size(preparation.payloads()) + size(payloads);
  }

  private static long size(List<Payload> payloads) {
    return payloads.stream().mapToLong(payload -> payload.bytes().length).sum();
  }
}
