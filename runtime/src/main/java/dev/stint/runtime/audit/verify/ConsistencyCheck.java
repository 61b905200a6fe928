package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.CONSISTENCY;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.log.CheckpointFolder.Kept;
import dev.stint.persistence.audit.merkle.MerkleProofs;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.InclusionFile;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Check 7: the log is what it was before, and more. */
record ConsistencyCheck(OpenedBundle bundle, Trust trust, Findings findings) {
  void run() {
    if (bundle.checkpoint().isEmpty()) return;
    Checkpoint checkpoint = bundle.checkpoint().get();
    List<Checkpoint> proven = proven(checkpoint);
    trust.since().ifPresent(note -> since(note, checkpoint, proven));
    trust.witness().ifPresent(kept -> connects(kept, checkpoint, proven));
    findings.note(CONSISTENCY, proven.size() + " older checkpoints");
  }

  /** The older checkpoints that the bundle proves to be continued. */
  private List<Checkpoint> proven(Checkpoint checkpoint) {
    JsonNode json =
        Json.parse(
            OpenedBundle.text(OpenedBundle.required(bundle.files(), BundleLayout.CONSISTENCY)));
    List<Checkpoint> proven = new ArrayList<>();
    for (JsonNode proof : json.path("from")) {
      long size = proof.path("size").asLong(-1);
      byte[] root = Base64.getDecoder().decode(proof.path("root").asText());
      List<byte[]> path = InclusionFile.hashes(proof.path("path"));
      if (MerkleProofs.consistent(size, checkpoint.size(), path, root, checkpoint.root())) {
        proven.add(new Checkpoint(checkpoint.origin(), size, root));
      } else {
        add("not_a_continuation", "a log that continues size " + size, "another history");
      }
    }
    return proven;
  }

  private void since(SignedNote note, Checkpoint checkpoint, List<Checkpoint> proven) {
    Checkpoint since = Checkpoint.parse(note.text());
    if (bundle.keys().filter(keys -> keys.holds(note, since.size())).isEmpty()) {
      add("since_of_another_log", "a checkpoint that this log signed", "one of " + since.origin());
    } else if (since.size() > checkpoint.size()) {
      String expected = "at least size " + since.size() + ", as you hold";
      add("checkpoint_stale", expected, "size " + checkpoint.size());
    } else if (since.size() == checkpoint.size()) {
      if (!since.sameAs(checkpoint)) add("fork", "the root that you hold", "another");
    } else if (proven.stream().noneMatch(since::sameAs)) {
      add(
          "consistency_missing",
          "a proof from size " + since.size() + " as you hold it",
          "none; export with --since");
    }
  }

  /** The newest that the witness saw, up to this checkpoint, must be part of this log. */
  private void connects(List<Kept> kept, Checkpoint checkpoint, List<Checkpoint> proven) {
    Optional<Checkpoint> newest = Limits.newestWitnessed(kept, checkpoint).map(Kept::checkpoint);
    boolean connected =
        newest.isEmpty()
            || newest.get().size() == checkpoint.size()
            || proven.stream().anyMatch(newest.get()::sameAs);
    if (!connected) {
      String expected = "a proof from the witnessed size " + newest.get().size();
      add("witness_not_connected", expected, "none; export again");
    }
  }

  private void add(String code, String expected, String found) {
    findings.add(CONSISTENCY, code, BundleLayout.CONSISTENCY, expected, found);
  }
}
