package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.DECISIONS;

import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.runtime.audit.bundle.BundleLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The verdicts of check 10: the bundled job grants every tool that was called, at its version. */
final class GrantCheck {
  private final OpenedBundle bundle;
  private final Findings findings;
  private final Map<String, Optional<JobSpec>> specs = new HashMap<>();

  GrantCheck(OpenedBundle bundle, Findings findings) {
    this.bundle = bundle;
    this.findings = findings;
  }

  void run() {
    for (History history : bundle.runs()) {
      Optional<JobSpec> spec = Optional.empty();
      for (Line line : history.lines()) {
        switch (line.event().map(Recorded::event).orElse(null)) {
          case RunEvent.Submitted e -> spec = specs.computeIfAbsent(e.job().digest(), this::spec);
          case StepEvent.AttemptStarted e when e.pins().containsKey("tool") ->
              spec.ifPresent(job -> granted(history, line, job, e.pins()));
          case null, default -> {}
        }
      }
    }
  }

  private Optional<JobSpec> spec(String digest) {
    String folder = BundleLayout.jobFiles(digest);
    Map<String, byte[]> files = new TreeMap<>();
    for (var file : bundle.files().tailMap(folder).entrySet()) {
      if (!file.getKey().startsWith(folder)) break;
      files.put(file.getKey().substring(folder.length()), file.getValue());
    }
    try {
      return SpecReader.readForced(JobBundle.of(files)) instanceof SpecResult.Ok ok
          ? Optional.of(ok.spec())
          : Optional.empty();
    } catch (BundleException _) {
      return Optional.empty(); // check 9 says so
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
