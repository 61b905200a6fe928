package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.PAYLOADS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.NamedPayloads;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.PayloadFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Check 8: what the records name by commitment is there unchanged, or was erased by those who may.
 */
final class PayloadCheck {
  private final OpenedBundle bundle;
  private final Findings findings;
  private final Set<String> named = new HashSet<>();
  private final Map<String, Damage> damaged = new HashMap<>();
  private long erased;

  PayloadCheck(OpenedBundle bundle, Findings findings) {
    this.bundle = bundle;
    this.findings = findings;
  }

  void run() {
    damaged.putAll(damaged());
    Set<String> jobs = new HashSet<>();
    for (History history : bundle.runs()) {
      for (Line line : history.lines()) {
        if (line.event().map(Recorded::event).orElse(null) instanceof RunEvent.Submitted s) {
          jobs.add(s.job().digest());
        }
      }
    }
    for (History history : bundle.histories()) {
      var erasure = new Erasure(history);
      for (Line line : history.lines()) {
        if (line.event().isEmpty()) continue;
        var event = line.event().get().event();
        if (event instanceof JobEvent.Published p && !jobs.contains(p.digest())) continue;
        for (String commit : NamedPayloads.of(event)) check(history, line, commit, erasure);
      }
    }
    for (String path : bundle.payloads().keySet()) {
      if (!named.contains(path.substring(BundleLayout.PAYLOADS.length()))) {
        add("payload_unknown", path, "a payload that an event names", "another");
      }
    }
    String gone = erased == 0 ? "" : ", " + erased + " erased";
    findings.note(PAYLOADS, named.size() - erased + " payloads" + gone);
  }

  private void check(History history, Line line, String commit, Erasure erasure) {
    if (!named.add(commit)) return;
    String path = BundleLayout.payload(commit);
    byte[] file = bundle.files().get(path);
    if (file == null) {
      erased++;
      if (!erasure.covers(commit)) {
        add("payload_missing", history.where(line.seq()), path + ", or its erasure", "neither");
      }
      return;
    }
    Damage damage = damaged.get(commit);
    if (damage != null) add("payload_changed", path, damage.expected(), damage.found());
  }

  private record Damage(String expected, String found) {}

  /** What is wrong with payloads, by commitment; hashed on all processors. */
  private Map<String, Damage> damaged() {
    Map<String, Damage> damaged = new ConcurrentHashMap<>();
    bundle.payloads().entrySet().parallelStream()
        .forEach(file -> {
          String commit = file.getKey().substring(BundleLayout.PAYLOADS.length());
          damage(commit, file.getValue()).ifPresent(damage -> damaged.put(commit, damage));
        });
    return damaged;
  }

  private static Optional<Damage> damage(String commit, byte[] file) {
    try {
      if (PayloadFile.read(commit, file).intact()) return Optional.empty();
      return Optional.of(new Damage("bytes with that SHA-256", "others"));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Damage("a payload", String.valueOf(e.getMessage())));
    }
  }

  /** What a bundle says was erased of a history, and whether those who said so may. */
  private final class Erasure {
    private final Set<String> commits = new TreeSet<>();

    Erasure(History history) {
      String name = (history.isRun() ? "" : "job.") + BundleLayout.name(history.persistenceId());
      byte[] file = bundle.files().get(BundleLayout.ERASURES + name + ".json");
      if (file == null) return;
      JsonNode json = Json.parse(OpenedBundle.text(file));
      json.path("commits").forEach(commit -> commits.add(commit.asText()));
      if (history.lines().stream().anyMatch(this::allowed)) return;
      // Without one of everything, only artifacts may be gone, and only those that time took.
      if (!commits.isEmpty() && expired(history).containsAll(commits)) return;
      add(
          "erasure_without_authority",
          history.path(),
          "a record of an erasure by two persons, or by retention",
          "none");
      commits.clear();
    }

    private Set<String> expired(History history) {
      Set<String> expired = new HashSet<>();
      Set<String> artifacts = new HashSet<>();
      for (Line line : history.lines()) {
        if (line.event().isEmpty()) continue;
        switch (line.event().get().event()) {
          case CustodyEvent.ArtifactsErased gone when line.by().equals(Recorded.SYSTEM) ->
              expired.addAll(gone.payloads());
          case StepEvent.AttemptSucceeded made ->
              made.artifacts().forEach(artifact -> artifacts.add(artifact.payload()));
          default -> {}
        }
      }
      expired.retainAll(artifacts);
      return expired;
    }

    private boolean allowed(Line line) {
      if (!line.type().equals("payload.erased")) return false;
      String asked = line.data().path("requestedBy").asText();
      String approved = line.data().path("approvedBy").asText();
      boolean retention =
          line.data().path("basis").asText().equals("retention")
              && line.by().equals(Recorded.SYSTEM);
      return retention || !asked.isEmpty() && !approved.isEmpty() && !asked.equals(approved);
    }

    boolean covers(String commit) {
      return commits.contains(commit);
    }
  }

  private void add(String code, String where, String expected, String found) {
    findings.add(PAYLOADS, code, where, expected, found);
  }
}
