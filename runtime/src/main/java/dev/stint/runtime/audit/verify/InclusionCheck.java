package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.INCLUSION;

import dev.stint.persistence.audit.merkle.MerkleProofs;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.InclusionFile;
import dev.stint.runtime.audit.bundle.TlogProof;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Check 5: every record is a leaf of the tree whose root is signed. */
record InclusionCheck(OpenedBundle bundle, Findings findings) {
  void run() {
    if (bundle.checkpoint().isEmpty()) return;
    var leaves = new LongAdder();
    findings.each(
        bundle.histories(),
        (history, found) -> leaves.add(new InclusionCheck(bundle, found).included(history)));
    findings.note(INCLUSION, leaves + " leaves");
  }

  /** How many records were looked at. */
  private long included(History history) {
    try {
      check(history, bundle.checkpoint().orElseThrow());
      return history.lines().size();
    } catch (IllegalArgumentException e) {
      add("proof_unreadable", history, "proofs of its records", e.getMessage());
      return 0;
    }
  }

  private void check(History history, Checkpoint checkpoint) {
    String proofs = BundleLayout.proofs(history.persistenceId());
    InclusionFile proof =
        InclusionFile.read(OpenedBundle.required(bundle.files(), proofs + BundleLayout.INCLUSION));
    List<Line> lines = history.lines();
    if (!proof.persistenceId().equals(history.persistenceId())) {
      add("proof_of_another", history, history.persistenceId(), proof.persistenceId());
      return;
    }
    if (proof.size() != checkpoint.size() || proof.leaves().length != lines.size()) {
      String expected = lines.size() + " records below size " + checkpoint.size();
      add("proof_of_another", history, expected, proof.leaves().length + " at " + proof.size());
      return;
    }
    byte[] root =
        MerkleProofs.rootOf(
                proof.leaves(),
                leaf -> hash(lines.get(Arrays.binarySearch(proof.leaves(), leaf))),
                proof.size(),
                proof.rest())
            .orElseThrow(() -> new IllegalArgumentException("too few or too many hashes"));
    if (!Arrays.equals(root, checkpoint.root())) {
      add("not_in_the_log", history, "root " + hex(checkpoint.root()), hex(root));
    }
    if (lines.isEmpty()) return;
    single(history, proofs + BundleLayout.FIRST, lines.getFirst(), proof.leaves()[0]);
    long last = proof.leaves()[lines.size() - 1];
    single(history, proofs + BundleLayout.LAST, lines.getLast(), last);
  }

  private void single(History history, String path, Line line, long leaf) {
    Checkpoint checkpoint = bundle.checkpoint().orElseThrow();
    TlogProof proof = TlogProof.read(OpenedBundle.required(bundle.files(), path));
    boolean included =
        proof.index() == leaf
            && proof.checkpoint().text().equals(checkpoint.text())
            && MerkleProofs.included(
                hash(line), leaf, checkpoint.size(), proof.path(), checkpoint.root());
    if (!included)
      add("not_in_the_log", history, path + " to prove event " + line.seq(), "it does not");
  }

  private static byte[] hash(Line line) {
    return HexFormat.of().parseHex(line.hash());
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  private void add(String code, History history, String expected, String found) {
    findings.add(INCLUSION, code, history.path(), expected, found);
  }
}
