package dev.stint.runtime.audit.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.audit.log.SignedLog;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.NamedPayloads;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.audit.bundle.Attestation;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.ExpectedFile;
import dev.stint.runtime.audit.bundle.InclusionFile;
import dev.stint.runtime.audit.bundle.Manifest;
import dev.stint.runtime.audit.bundle.PayloadFile;
import dev.stint.runtime.audit.bundle.PinsFile;
import dev.stint.runtime.audit.bundle.TlogProof;
import dev.stint.runtime.tool.ToolDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of one bundle, as they come together. Used by one thread. */
final class BundleFiles {
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final StintJournal journal;
  private final SignedLog log;
  private final SignedNote note;
  private final Checkpoint checkpoint;
  private final Set<String> jobs = new HashSet<>();
  private long payloads;

  BundleFiles(StintJournal journal, SignedLog log, SignedNote note) {
    this.journal = journal;
    this.log = log;
    this.note = note;
    this.checkpoint = Checkpoint.parse(note.text());
    files.put(BundleLayout.CHECKPOINT, BundleExport.utf8(note.format()));
  }

  String origin() {
    return checkpoint.origin();
  }

  long size() {
    return checkpoint.size();
  }

  long payloadCount() {
    return payloads;
  }

  /** The headers as they are stored, and that they are in the log. */
  void history(ExportedHistory history) {
    var lines = new ByteArrayOutputStream();
    for (RecordedHeader header : history.headers()) {
      lines.writeBytes(header.json());
      lines.write('\n');
    }
    String id = history.persistenceId();
    files.put(BundleLayout.events(id), lines.toByteArray());
    long[] leaves = history.leaves();
    String proofs = BundleLayout.proofs(id);
    files.put(
        proofs + BundleLayout.INCLUSION, InclusionFile.of(log.tree(), id, size(), leaves).write());
    files.put(proofs + BundleLayout.FIRST, proof(leaves[0]));
    files.put(proofs + BundleLayout.LAST, proof(leaves[leaves.length - 1]));
  }

  private byte[] proof(long leaf) {
    return new TlogProof(leaf, log.tree().inclusion(leaf, size()), note).write();
  }

  /**
   * Every payload that the runs name, and the files of the job versions they are pinned to.
   *
   * @return how many were erased
   */
  long payloads(List<ExportedHistory> histories) {
    for (ExportedHistory history : histories) {
      submitted(history).ifPresent(state -> jobs.add(state.submitted().job().digest()));
    }
    long erased = 0;
    for (ExportedHistory history : histories) {
      Set<String> missing = new HashSet<>();
      for (Recorded recorded : history.events()) {
        if (recorded.event() instanceof JobEvent.Published p && !jobs.contains(p.digest()))
          continue;
        for (String commit : NamedPayloads.of(recorded.event())) {
          if (!payload(history.persistenceId(), commit)) missing.add(commit);
        }
      }
      erased += missing.size();
      if (!missing.isEmpty()) new ErasureFile(history).write(missing, files);
    }
    return erased;
  }

  private boolean payload(String persistenceId, String commit) {
    String path = BundleLayout.payload(commit);
    if (files.containsKey(path)) return true;
    Optional<byte[]> stored = stored(persistenceId, commit);
    stored.ifPresent(bytes -> {
      files.put(path, PayloadFile.write(bytes));
      payloads++;
    });
    return stored.isPresent();
  }

  private Optional<byte[]> stored(String persistenceId, String commit) {
    try {
      return journal.payload(persistenceId, commit);
    } catch (PayloadException e) {
      if (e.gone()) return Optional.empty();
      throw e;
    }
  }

  private static Optional<RunState> submitted(ExportedHistory history) {
    return BundleLayout.isRun(history.persistenceId())
        ? RunFold.fold(history.events().subList(0, 1))
        : Optional.empty();
  }

  void configuration(List<ExportedHistory> histories, List<ToolDescriptor> tools) {
    var pins =
        PinsFile.of(
            histories.stream().flatMap(h -> h.events().stream()).map(Recorded::event).toList());
    files.put(BundleLayout.PINS, PinsFile.write(pins));
    new ConfigurationFiles(journal, files).jobs(histories, jobs);
    ConfigurationFiles.tools(tools, pins, files);
    ProgramParts.list().ifPresent(parts -> files.put(BundleLayout.PARTS, parts));
  }

  void keys() {
    int number = 1;
    for (SignedNote statement : log.keys().statements()) {
      String path = BundleLayout.KEYS + "%04d.txt".formatted(number++);
      files.put(path, BundleExport.utf8(statement.format()));
    }
  }

  /** Signing is most of the work of a large export: on all processors. */
  void attestations(List<ExportedHistory> histories) {
    histories.parallelStream()
        .filter(history -> BundleLayout.isRun(history.persistenceId()))
        .map(this::attestations)
        .toList()
        .forEach(files::putAll);
  }

  private Map<String, byte[]> attestations(ExportedHistory history) {
    RunState state = RunFold.fold(history.events()).orElseThrow();
    var pins = PinsFile.of(history.events().stream().map(Recorded::event).toList());
    Map<String, byte[]> signed = new TreeMap<>();
    for (Artifact artifact : state.artifacts()) {
      ObjectNode statement = Attestation.statement(state, artifact, pins);
      String path = BundleLayout.attestation(state.submitted().run(), artifact.name());
      signed.put(path, Attestation.sign(statement, log.keys().signer()));
    }
    return signed;
  }

  void expected(List<ExportedHistory> histories) {
    Map<String, ExpectedFile.Run> runs = new TreeMap<>();
    for (ExportedHistory history : histories) {
      if (!BundleLayout.isRun(history.persistenceId())) continue;
      RunState state = RunFold.fold(history.events()).orElseThrow();
      runs.put(
          BundleLayout.name(history.persistenceId()),
          new ExpectedFile.Run(
              history.headers().size(),
              history.headers().getLast().hash(),
              state.status().text(),
              state.pot().used()));
    }
    files.put(BundleLayout.EXPECTED, ExpectedFile.write(runs));
  }

  /** The log at a size that a witness took. */
  Optional<Checkpoint> witnessed(long reached) {
    if (reached <= 0 || reached >= size()) return Optional.empty();
    return Optional.of(new Checkpoint(origin(), reached, log.tree().root(reached)));
  }

  void consistency(List<Checkpoint> older) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("size", size());
    ArrayNode proofs = json.putArray("from");
    for (Checkpoint from : older) {
      if (from.size() > size()) continue; // the verifier says that this bundle is older
      ObjectNode proof = proofs.addObject().put("size", from.size());
      proof.put("root", Base64.getEncoder().encodeToString(from.root()));
      ArrayNode path = proof.putArray("path");
      log.tree()
          .consistency(from.size(), size())
          .forEach(hash -> path.add(Base64.getEncoder().encodeToString(hash)));
    }
    files.put(BundleLayout.CONSISTENCY, CanonicalJson.bytes(json));
  }

  /** All of it, with the manifest and its signature. */
  SortedMap<String, byte[]> sealed(Manifest manifest) {
    files.put(BundleLayout.VERIFY, instructions());
    byte[] bytes = manifest.over(files);
    SignedNote signed = log.keys().signer().sign(Manifest.signedText(manifest.origin(), bytes));
    files.put(BundleLayout.MANIFEST, bytes);
    files.put(BundleLayout.SIGNATURE, BundleExport.utf8(signed.format()));
    return files;
  }

  private static byte[] instructions() {
    try (InputStream in = BundleFiles.class.getResourceAsStream("VERIFY.md")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
