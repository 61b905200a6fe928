package dev.stint.runtime.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.PayloadFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Check 11: every label is computed again from the job, its plan and the labels before it, and is
 * what the record says; what went in was admitted where it went; what came out is labelled at least
 * like it (invariant 9).
 */
final class LabelCheck {
  private final OpenedBundle bundle;
  private final Findings findings;
  private final BundledJobs jobs;
  private final LongAdder labels = new LongAdder();
  private final LongAdder again = new LongAdder();

  LabelCheck(OpenedBundle bundle, BundledJobs jobs, Findings findings) {
    this.bundle = bundle;
    this.jobs = jobs;
    this.findings = findings;
  }

  void run() {
    findings.each(bundle.runs(), this::history);
    findings.note(
        Check.LABELS,
        labels.sum() == 0
            ? "no labels recorded in " + bundle.runs().size() + " runs: not re-derivable"
            : labels + " labels, " + again + " of them computed again");
  }

  private void history(History history, Findings found) {
    List<Recorded> events =
        history.lines().stream().flatMap(line -> line.event().stream()).toList();
    var replay = new LabelReplay(origins(events));
    for (LabelReplay.Problem p : replay.problems(events)) {
      found.add(Check.LABELS, p.code(), history.where(p.seq()), p.expected(), p.found());
    }
    labels.add(replay.labels());
    again.add(replay.again());
  }

  private Optional<Origins> origins(List<Recorded> events) {
    return events.stream()
        .findFirst()
        .map(Recorded::event)
        .filter(RunEvent.Submitted.class::isInstance)
        .flatMap(first -> jobs.of(((RunEvent.Submitted) first).job().digest()))
        .map(job -> new Origins(job, this::payload));
  }

  /** What is no JSON has no fields that a label could depend on. */
  private Optional<JsonNode> payload(String commit) {
    byte[] file = bundle.files().get(BundleLayout.payload(commit));
    if (file == null) return Optional.empty();
    try {
      byte[] body = PayloadFile.read(commit, file).body();
      return Optional.of(Json.parse(new String(body, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // check 8 says so
    }
  }
}
