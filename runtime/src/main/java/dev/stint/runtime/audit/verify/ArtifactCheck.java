package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.ARTIFACTS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Sha256;
import dev.stint.persistence.audit.note.KeyHistory;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.audit.bundle.Attestation;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.PayloadFile;
import dev.stint.runtime.audit.bundle.PinsFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Check 13: an artifact's bytes, what its run records and what was attested are one. */
record ArtifactCheck(OpenedBundle bundle, Findings findings) {
  void run() {
    List<NoteKey.Verifier> keys =
        bundle.keys().map(KeyHistory::windows).orElse(List.of()).stream()
            .map(window -> window.key().verifier())
            .toList();
    Set<String> attested = ConcurrentHashMap.newKeySet();
    findings.each(
        bundle.runs(),
        (history, found) -> new ArtifactCheck(bundle, found).history(history, keys, attested));
    for (String path : bundle.files().tailMap(BundleLayout.ATTESTATIONS).keySet()) {
      if (!path.startsWith(BundleLayout.ATTESTATIONS)) break;
      if (!attested.contains(path))
        add("attestation_unknown", path, "an artifact of a run", "none");
    }
    findings.note(ARTIFACTS, attested.size() + " artifacts");
  }

  private void history(History history, List<NoteKey.Verifier> keys, Set<String> attested) {
    Optional<List<Recorded>> events = history.events();
    if (events.isEmpty()) return; // check 10 says so
    RunState state = RunFold.fold(events.get()).orElseThrow();
    for (Artifact artifact : state.artifacts()) {
      String path = BundleLayout.attestation(state.submitted().run(), artifact.name());
      attested.add(path);
      content(history, artifact);
      statement(path, keys, state, artifact, events.get());
    }
  }

  private void content(History history, Artifact artifact) {
    byte[] file = bundle.files().get(BundleLayout.payload(artifact.payload()));
    if (file == null) return; // erased, or missing as check 8 says
    try {
      byte[] body = PayloadFile.read(artifact.payload(), file).body();
      if (Sha256.hex(body).equals(artifact.sha256()) && body.length == artifact.size()) return;
      add("artifact_changed", history.path() + " " + artifact.name(), artifact.sha256(), "others");
    } catch (IllegalArgumentException e) {
      add("artifact_changed", artifact.name(), "its bytes", e.getMessage());
    }
  }

  private void statement(
      String path,
      List<NoteKey.Verifier> keys,
      RunState state,
      Artifact artifact,
      List<Recorded> events) {
    try {
      JsonNode found = Attestation.open(OpenedBundle.required(bundle.files(), path), keys);
      var pins = PinsFile.of(events.stream().map(Recorded::event).toList());
      JsonNode expected = Attestation.statement(state, artifact, pins);
      if (!CanonicalJson.text(found).equals(CanonicalJson.text(expected))) {
        add("attestation_differs", path, "what the run records of it", "something else");
      }
    } catch (IllegalArgumentException e) {
      add("attestation_invalid", path, "a signed statement", e.getMessage());
    }
  }

  private void add(String code, String where, String expected, String found) {
    findings.add(ARTIFACTS, code, where, expected, found);
  }
}
