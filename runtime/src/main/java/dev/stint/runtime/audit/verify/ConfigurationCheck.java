package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.CONFIGURATION;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.JobBundle;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.PinsFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Check 9: jobs, prompts and tool schemas are those whose hashes the events name. */
final class ConfigurationCheck {
  private final OpenedBundle bundle;
  private final Findings findings;
  private final Map<String, Optional<JobBundle>> jobs = new TreeMap<>();
  private final Set<Map<String, String>> seen = new HashSet<>();
  private long schemas;
  private long absent;

  ConfigurationCheck(OpenedBundle bundle, Findings findings) {
    this.bundle = bundle;
    this.findings = findings;
  }

  void run() {
    Map<String, Set<String>> published = published();
    for (History history : bundle.runs()) {
      Optional<JobBundle> job = Optional.empty();
      for (Line line : history.lines()) {
        switch (line.event().map(Recorded::event).orElse(null)) {
          case RunEvent.Submitted e -> {
            published(history, e.job(), published);
            job = jobs.computeIfAbsent(e.job().digest(), this::job);
          }
          case StepEvent.AttemptStarted e -> pins(history, line, job, e.pins());
          case null, default -> {}
        }
      }
    }
    surplus();
    pinsFile();
    String missing = absent == 0 ? "" : ", " + absent + " tool schemas not in the bundle";
    findings.note(
        CONFIGURATION, jobs.size() + " job versions, " + schemas + " tool schemas" + missing);
  }

  /** What was published in each history of a job. */
  private Map<String, Set<String>> published() {
    Map<String, Set<String>> published = new HashMap<>();
    for (History history : bundle.histories()) {
      for (Line line : history.lines()) {
        if (line.event().map(Recorded::event).orElse(null) instanceof JobEvent.Published p) {
          published.computeIfAbsent(history.persistenceId(), _ -> new HashSet<>()).add(p.digest());
        }
      }
    }
    return published;
  }

  private void published(History history, JobRef ref, Map<String, Set<String>> published) {
    Set<String> digests = published.getOrDefault(JobEvent.persistenceId(ref.name()), Set.of());
    if (!digests.contains(ref.digest()))
      add("job_unpublished", history.path(), "a publication of " + ref.digest(), "none");
  }

  private Optional<JobBundle> job(String digest) {
    String folder = BundleLayout.jobFiles(digest);
    Map<String, byte[]> files = new TreeMap<>();
    for (var file : bundle.files().tailMap(folder).entrySet()) {
      if (!file.getKey().startsWith(folder)) break;
      files.put(file.getKey().substring(folder.length()), file.getValue());
    }
    try {
      JobBundle job = JobBundle.of(files);
      if (job.digest().equals(digest)) return Optional.of(job);
      add("job_changed", folder, "files with digest " + digest, job.digest());
    } catch (BundleException e) {
      add("job_changed", folder, "the files of the job", e.getMessage());
    }
    return Optional.empty();
  }

  private void pins(History history, Line line, Optional<JobBundle> job, Map<String, String> pins) {
    if (!seen.add(pins)) return;
    if (pins.containsKey("tool")) {
      String path = BundleLayout.tool(pins.get("tool"), pins.getOrDefault("tool_version", ""));
      byte[] file = bundle.files().get(path);
      if (file == null) {
        absent++;
      } else {
        schemas++;
        String hash = CanonicalJson.sha256(Json.parse(OpenedBundle.text(file)).path("inputSchema"));
        String pinned = pins.getOrDefault("tool_schema", "");
        if (!hash.equals(pinned)) add("schema_changed", path, "schema " + pinned, hash);
      }
    }
    Optional<byte[]> prompt = job.flatMap(j -> j.file(pins.getOrDefault("prompt", "")));
    if (prompt.isEmpty()) return;
    String hash = Sha256.hex(prompt.get());
    if (!hash.equals(pins.get("prompt_hash"))) {
      add("prompt_changed", history.where(line.seq()), "prompt " + pins.get("prompt_hash"), hash);
    }
  }

  /** No file that nothing refers to: it would look as if it had been in force. */
  private void surplus() {
    for (String path : bundle.files().tailMap(BundleLayout.JOB_FILES).keySet()) {
      if (!path.startsWith(BundleLayout.JOB_FILES)) break;
      String digest = path.substring(BundleLayout.JOB_FILES.length()).split("/")[0];
      if (!jobs.containsKey(digest))
        add("job_unknown", path, "a job that a run is pinned to", "not");
    }
  }

  private void pinsFile() {
    List<Recorded> events =
        bundle.histories().stream()
            .flatMap(h -> h.lines().stream())
            .flatMap(line -> line.event().stream())
            .toList();
    byte[] expected = PinsFile.write(PinsFile.of(events.stream().map(Recorded::event).toList()));
    if (!Arrays.equals(expected, bundle.files().get(BundleLayout.PINS))) {
      add("pins_differ", BundleLayout.PINS, "the pins that the events name", "others");
    }
  }

  private void add(String code, String where, String expected, String found) {
    findings.add(CONFIGURATION, code, where, expected, found);
  }
}
