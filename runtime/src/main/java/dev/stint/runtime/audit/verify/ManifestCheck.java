package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.MANIFEST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Sha256;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.Manifest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Check 1: the files are those that were signed, all of them and no other. */
record ManifestCheck(OpenedBundle bundle, Findings findings) {
  void run() {
    if (bundle.manifest().isEmpty()) return;
    byte[] bytes = bundle.files().get(BundleLayout.MANIFEST);
    JsonNode json = bundle.manifestJson().orElseThrow();
    if (!CanonicalJson.wrote(bytes, json)) {
      add("not_canonical", BundleLayout.MANIFEST, "canonical JSON", "another spelling of it");
    }
    files(json.path("files"));
    signature(bundle.manifest().get(), bytes);
    counts(bundle.manifest().get());
    findings.note(MANIFEST, bundle.files().size() + " files");
  }

  private void files(JsonNode listed) {
    Map<String, byte[]> unlisted = new TreeMap<>(bundle.files());
    unlisted.remove(BundleLayout.MANIFEST);
    unlisted.remove(BundleLayout.SIGNATURE);
    Set<String> others = others(listed);
    for (var entry : listed.properties()) {
      byte[] file = unlisted.remove(entry.getKey());
      if (file == null) {
        add("file_missing", entry.getKey(), "the file", "nothing");
      } else if (others.contains(entry.getKey())) {
        String expected = "SHA-256 " + entry.getValue().path("sha256").asText();
        add("file_changed", entry.getKey(), expected, Sha256.hex(file));
      } else if (file.length != entry.getValue().path("size").asLong(-1)) {
        add("file_changed", entry.getKey(), entry.getValue().path("size") + " bytes", "others");
      }
    }
    unlisted.forEach((path, _) -> add("file_added", path, "no such file", "one not listed"));
  }

  /** Files whose bytes are not those listed; hashed on all processors. */
  private Set<String> others(JsonNode listed) {
    return bundle.files().entrySet().parallelStream()
        .filter(file -> {
          JsonNode hash = listed.path(file.getKey()).path("sha256");
          return !Sha256.hex(file.getValue()).equals(hash.asText());
        })
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void signature(Manifest manifest, byte[] bytes) {
    SignedNote note;
    try {
      note =
          SignedNote.parse(
              OpenedBundle.text(OpenedBundle.required(bundle.files(), BundleLayout.SIGNATURE)));
    } catch (IllegalArgumentException e) {
      add("signature_missing", BundleLayout.SIGNATURE, "a signed note", e.getMessage());
      return;
    }
    if (!note.text().equals(Manifest.signedText(manifest.origin(), bytes))) {
      add("signature_of_another", BundleLayout.SIGNATURE, "a signature of this manifest", "not it");
      return;
    }
    boolean held = bundle.keys().filter(keys -> keys.holds(note, manifest.size())).isPresent();
    if (!held) {
      String found = "none that held at size " + manifest.size();
      add("signature_invalid", BundleLayout.SIGNATURE, "a signature of the log's key", found);
    }
  }

  private void counts(Manifest manifest) {
    same("events", manifest.events(), lines());
    long payloads =
        bundle.files().keySet().stream().filter(f -> f.startsWith(BundleLayout.PAYLOADS)).count();
    same("payloads", manifest.payloads(), payloads);
    var runs = bundle.runs().stream().map(h -> BundleLayout.name(h.persistenceId())).toList();
    if (!runs.equals(manifest.runs())) {
      add("runs_differ", BundleLayout.MANIFEST, "runs " + manifest.runs(), "" + runs);
    }
  }

  /** Whether they can be read or not. */
  private long lines() {
    long lines = 0;
    for (History history : bundle.histories()) {
      for (byte b : bundle.files().get(history.path())) if (b == '\n') lines++;
    }
    return lines;
  }

  private void same(String what, long expected, long found) {
    if (expected == found) return;
    add("count_differs", BundleLayout.MANIFEST, expected + " " + what, found + "");
  }

  private void add(String code, String where, String expected, String found) {
    findings.add(MANIFEST, code, where, expected, found);
  }
}
