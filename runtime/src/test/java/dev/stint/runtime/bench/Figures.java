package dev.stint.runtime.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/**
 * What one window showed.
 *
 * @param inFlight runs at once
 * @param events durable events of one run
 * @param cpu of the whole process in the window
 * @param nanos latencies of the runs that ended in the window, ascending
 */
record Figures(
    String name, int inFlight, long events, long windowNanos, ProcessCpu cpu, long[] nanos) {
  static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-22s %9s %9s %9s %10s %9s %9s %12s %12s",
          "",
          "in flight",
          "runs/s",
          "steps/s",
          "events/s",
          "p50 ms",
          "p99 ms",
          "CPU us/step",
          "of it Java");

  Figures {
    Arrays.sort(nanos);
  }

  double runsPerSecond() {
    return nanos.length * 1e9 / windowNanos;
  }

  /** Processor time for each step, that of the load itself included. */
  private double microsPerStep(long cpuNanos) {
    return cpuNanos / 1e3 / (nanos.length * (double) RunBench.STEPS);
  }

  /** Milliseconds that this share of runs stayed below. */
  double millis(double share) {
    if (nanos.length == 0) return Double.NaN;
    return nanos[(int) Math.min(nanos.length - 1, (long) (share * nanos.length))] / 1e6;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-22s %9d %9.0f %9.0f %10.0f %9.2f %9.2f %12.1f %12.1f",
        name,
        inFlight,
        runsPerSecond(),
        runsPerSecond() * RunBench.STEPS,
        runsPerSecond() * events,
        millis(0.5),
        millis(0.99),
        microsPerStep(cpu.nanos()),
        microsPerStep(cpu.javaNanos()));
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("in_flight", inFlight)
        .put("events_per_run", events)
        .put("runs_per_second", Math.round(runsPerSecond() * 10) / 10.0)
        .put("steps_per_second", Math.round(runsPerSecond() * RunBench.STEPS))
        .put("events_per_second", Math.round(runsPerSecond() * events))
        .put("cpu_micros_per_step", Math.round(microsPerStep(cpu.nanos()) * 10) / 10.0)
        .put("p50_ms", Math.round(millis(0.5) * 100) / 100.0)
        .put("p99_ms", Math.round(millis(0.99) * 100) / 100.0);
  }
}
