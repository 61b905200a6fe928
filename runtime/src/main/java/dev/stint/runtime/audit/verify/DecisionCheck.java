package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.DECISIONS;

import dev.stint.persistence.event.Recorded;
import dev.stint.runtime.replay.Divergence;
import dev.stint.runtime.replay.Redecision;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Check 10: the rules, given what is recorded, decide exactly what is recorded. */
record DecisionCheck(OpenedBundle bundle, BundledJobs jobs, Findings findings) {
  void run() {
    var events = new LongAdder();
    findings.each(bundle.runs(), (history, found) -> events.add(decided(history, found)));
    new GrantCheck(bundle, jobs, findings).run();
    findings.note(DECISIONS, events + " events of " + bundle.runs().size() + " runs");
  }

  /** How many events were decided again. */
  private static long decided(History history, Findings findings) {
    Optional<List<Recorded>> recorded = history.events();
    if (recorded.isEmpty()) {
      findings.add(DECISIONS, "event_unknown", history.path(), "events of this version", "others");
      return 0;
    }
    Optional<Divergence> divergence = Redecision.firstDivergence(recorded.get());
    divergence.ifPresent(d ->
        findings.add(
            DECISIONS,
            "decided_otherwise",
            history.where(d.seq()) + ", " + d.what(),
            d.expected(),
            d.found()));
    return history.lines().size();
  }
}
