package dev.stint.runtime.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.merkle.LevelFiles;
import dev.stint.persistence.audit.merkle.MerkleHash;
import dev.stint.persistence.audit.merkle.MerkleTree;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.NoteSigner;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.ExpectedFile;
import dev.stint.runtime.audit.bundle.InclusionFile;
import dev.stint.runtime.audit.bundle.Manifest;
import dev.stint.runtime.audit.bundle.TlogProof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A bundle in the hands of somebody who wants it to say something else, with as much power as a
 * tampering grants: none, the log's signing key for the manifest, or for the whole log.
 */
final class Attack {
  final SortedMap<String, byte[]> files;
  final NoteSigner signer;
  private final List<byte[]> log;
  private final Path scratch;

  /**
   * @param log leaf hashes of the whole log, in commit order
   */
  Attack(SortedMap<String, byte[]> files, NoteSigner signer, List<byte[]> log, Path scratch) {
    this.files = new TreeMap<>(files);
    this.signer = signer;
    this.log = new ArrayList<>(log);
    this.scratch = scratch;
  }

  String text(String path) {
    return new String(files.get(path), StandardCharsets.UTF_8);
  }

  void text(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  List<String> lines(String path) {
    return new ArrayList<>(List.of(text(path).split("\n")));
  }

  void lines(String path, List<String> lines) {
    text(path, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /** Changes the first line that has a text, and returns its number from 0. */
  int line(String path, String having, UnaryOperator<String> change) {
    List<String> lines = lines(path);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).contains(having)) continue;
      lines.set(i, change.apply(lines.get(i)));
      lines(path, lines);
      return i;
    }
    throw new IllegalStateException("no line of " + path + " has " + having);
  }

  /** Changes the data of the first event of a type. */
  void data(String path, String type, Consumer<ObjectNode> change) {
    line(
        path,
        "\"type\":\"" + type + "\"",
        line -> {
          ObjectNode json = (ObjectNode) Json.parse(line);
          change.accept((ObjectNode) json.get("data"));
          return CanonicalJson.text(json);
        });
  }

  /** Recomputes the numbers and the chain of a history, and what is expected of it. */
  void rechain(String path) {
    List<String> lines = lines(path);
    String prev = "";
    for (int i = 0; i < lines.size(); i++) {
      ObjectNode json = (ObjectNode) Json.parse(lines.get(i));
      json.put("prev", prev).put("seq", i + 1);
      lines.set(i, CanonicalJson.text(json));
      prev = HexFormat.of().formatHex(hash(lines.get(i)));
    }
    lines(path, lines);
    expect(path, lines.size(), prev);
  }

  private void expect(String path, int events, String head) {
    var runs = ExpectedFile.read(files.get(BundleLayout.EXPECTED));
    String run = BundleLayout.name(BundleLayout.persistenceId(path));
    ExpectedFile.Run said = runs.get(run);
    runs.put(run, new ExpectedFile.Run(events, head, said.status(), said.tokens()));
    files.put(BundleLayout.EXPECTED, ExpectedFile.write(runs));
  }

  private static byte[] hash(String line) {
    return MerkleHash.leaf(line.getBytes(StandardCharsets.UTF_8));
  }

  /** Signs a manifest over the files as they are now. */
  void reseal() {
    reseal(manifest -> manifest);
  }

  void reseal(UnaryOperator<Manifest> change) {
    Manifest said = Manifest.of(Json.parse(text(BundleLayout.MANIFEST)));
    long events = 0;
    for (String path : files.keySet()) {
      if (path.endsWith(BundleLayout.LINES)) events += text(path).lines().count();
    }
    long payloads =
        files.keySet().stream().filter(f -> f.startsWith(BundleLayout.PAYLOADS)).count();
    files.remove(BundleLayout.MANIFEST);
    files.remove(BundleLayout.SIGNATURE);
    Manifest manifest =
        change.apply(
            new Manifest(
                said.origin(),
                said.runs(),
                said.exportedAt(),
                said.from(),
                said.to(),
                said.size(),
                events,
                payloads,
                said.erased()));
    byte[] bytes = manifest.over(files);
    files.put(BundleLayout.MANIFEST, bytes);
    text(
        BundleLayout.SIGNATURE,
        signer.sign(Manifest.signedText(manifest.origin(), bytes)).format());
  }

  /** Puts the records of a history, as they are now, in the place of those in the log. */
  void replaceInLog(String path) {
    InclusionFile proof = proof(path);
    List<String> lines = lines(path);
    for (int i = 0; i < lines.size(); i++) log.set((int) proof.leaves()[i], hash(lines.get(i)));
  }

  InclusionFile proof(String path) {
    String proofs = BundleLayout.proofs(BundleLayout.persistenceId(path));
    return InclusionFile.read(files.get(proofs + BundleLayout.INCLUSION));
  }

  /** Forgets the last records of the log. */
  void truncateLog(long size) {
    while (log.size() > size) log.removeLast();
  }

  /** Signs the log as it is now, proves everything from it, and seals the bundle. */
  void resign() {
    long size = log.size();
    try (LevelFiles nodes = LevelFiles.open(scratch)) {
      nodes.cut(0);
      nodes.append(log);
      var tree = new MerkleTree(nodes);
      SignedNote note =
          signer.sign(new Checkpoint(signer.key().name(), size, tree.root(size)).text());
      text(BundleLayout.CHECKPOINT, note.format());
      for (String path : List.copyOf(files.keySet())) {
        if (path.endsWith(BundleLayout.LINES)) prove(path, tree, note, size);
      }
    }
    text(BundleLayout.CONSISTENCY, "{\"from\":[],\"size\":" + size + "}");
    reseal(m ->
        new Manifest(
            m.origin(),
            m.runs(),
            m.exportedAt(),
            m.from(),
            m.to(),
            size,
            m.events(),
            m.payloads(),
            m.erased()));
  }

  private void prove(String path, MerkleTree tree, SignedNote note, long size) {
    String persistenceId = BundleLayout.persistenceId(path);
    String proofs = BundleLayout.proofs(persistenceId);
    int events = lines(path).size();
    long[] leaves = Arrays.copyOf(proof(path).leaves(), events);
    files.put(
        proofs + BundleLayout.INCLUSION,
        InclusionFile.of(tree, persistenceId, size, leaves).write());
    long last = leaves[events - 1];
    files.put(
        proofs + BundleLayout.FIRST,
        new TlogProof(leaves[0], tree.inclusion(leaves[0], size), note).write());
    files.put(
        proofs + BundleLayout.LAST, new TlogProof(last, tree.inclusion(last, size), note).write());
  }
}
