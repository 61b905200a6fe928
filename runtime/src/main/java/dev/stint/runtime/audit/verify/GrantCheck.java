package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.DECISIONS;

import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import java.util.Map;
import java.util.Optional;

/** The verdicts of check 10: the bundled job grants every tool that was called, at its version. */
final class GrantCheck {
  private final OpenedBundle bundle;
  private final Findings findings;
  private final BundledJobs jobs;

  GrantCheck(OpenedBundle bundle, BundledJobs jobs, Findings findings) {
    this.bundle = bundle;
    this.jobs = jobs;
    this.findings = findings;
  }

  void run() {
    for (History history : bundle.runs()) {
      Optional<JobSpec> spec = Optional.empty();
      for (Line line : history.lines()) {
        switch (line.event().map(Recorded::event).orElse(null)) {
          case RunEvent.Submitted e -> spec = jobs.of(e.job().digest()).map(CompiledJob::spec);
          case StepEvent.AttemptStarted e when e.pins().containsKey("tool") ->
              spec.ifPresent(job -> granted(history, line, job, e.pins()));
          case null, default -> {}
        }
      }
    }
  }

  private void granted(History history, Line line, JobSpec job, Map<String, String> pins) {
    String tool = pins.get("tool");
    String version = pins.getOrDefault("tool_version", "");
    Optional<ToolGrant> grant = job.tool(tool);
    if (grant.filter(g -> g.admits(version)).isPresent()) return;
    findings.add(
        DECISIONS,
        "not_granted",
        history.where(line.seq()),
        "a denial: the job does not grant " + tool + " " + version,
        "a permit");
  }
}
