package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.CHECKPOINT;

import dev.stint.persistence.audit.log.CheckpointFolder.Kept;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.KeyHistory;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.Manifest;
import java.util.List;
import java.util.Optional;

/** Check 6: the head of the log is signed by a key that held, and is what witnesses saw. */
record CheckpointCheck(OpenedBundle bundle, Trust trust, Findings findings) {
  void run() {
    if (bundle.checkpoint().isEmpty() || bundle.keys().isEmpty()) return;
    Checkpoint checkpoint = bundle.checkpoint().get();
    KeyHistory keys = bundle.keys().get();
    SignedNote note = bundle.note().orElseThrow();
    bundle.manifest().ifPresent(manifest -> sameLog(manifest, checkpoint, keys));
    if (!keys.holds(note, checkpoint.size())) {
      String code = keys.knows(note) ? "key_not_valid" : "signature_invalid";
      String expected = "a signature of a key that held at size " + checkpoint.size();
      add(code, expected, keys.knows(note) ? "a key outside its window" : "none");
    }
    trust.originKey().ifPresent(key -> origin(key, keys));
    for (NoteKey witness : trust.witnessKeys()) {
      if (!note.signedBy(witness)) {
        add("cosignature_missing", "a cosignature of " + witness.name(), "none");
      }
    }
    trust.witness().ifPresent(kept -> witnessed(kept, checkpoint, keys));
    String size = "size " + checkpoint.size() + " of " + checkpoint.origin();
    findings.note(CHECKPOINT, size + ", key " + keys.current().text());
  }

  private void sameLog(Manifest manifest, Checkpoint checkpoint, KeyHistory keys) {
    if (!manifest.origin().equals(checkpoint.origin())
        || !keys.origin().equals(checkpoint.origin())) {
      add("log_differs", "the log " + manifest.origin(), checkpoint.origin());
    }
    if (manifest.size() != checkpoint.size()) {
      add("size_differs", "size " + manifest.size(), "" + checkpoint.size());
    }
  }

  private void origin(NoteKey key, KeyHistory keys) {
    if (keys.windows().stream().noneMatch(window -> window.key().equals(key))) {
      add("origin_key_differs", "the log of " + key.text(), "that of " + keys.current().text());
    }
  }

  private void witnessed(List<Kept> kept, Checkpoint checkpoint, KeyHistory keys) {
    List<Kept> ours =
        kept.stream()
            .filter(k -> k.checkpoint().origin().equals(checkpoint.origin()))
            .filter(k -> keys.knows(k.note()))
            .toList();
    if (ours.isEmpty()) {
      add("not_witnessed", "checkpoints of " + checkpoint.origin() + " at the witness", "none");
      return;
    }
    for (Kept seen : ours) {
      if (seen.checkpoint().size() == checkpoint.size() && !seen.checkpoint().sameAs(checkpoint)) {
        add("fork", "the root that the witness saw at size " + checkpoint.size(), "another");
      }
    }
    bundle.manifest().ifPresent(manifest -> stale(ours, manifest));
  }

  /** Who exports later than the witness saw a larger log has left something out. */
  private void stale(List<Kept> ours, Manifest manifest) {
    Optional<Kept> larger =
        ours.stream()
            .filter(k -> k.checkpoint().size() > manifest.size())
            .filter(k -> !k.at().isAfter(manifest.exportedAt()))
            .findFirst();
    larger.ifPresent(k -> {
      String expected = "at least size " + k.checkpoint().size() + ", witnessed " + k.at();
      add("stale_checkpoint", expected, manifest.size() + ", exported " + manifest.exportedAt());
    });
  }

  private void add(String code, String expected, String found) {
    findings.add(CHECKPOINT, code, BundleLayout.CHECKPOINT, expected, found);
  }
}
