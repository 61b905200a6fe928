package dev.stint.runtime.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.KeyStatement;
import dev.stint.persistence.audit.note.NoteSigner;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The hands of an attacker: what {@link Tampering} does to the files of a bundle. */
final class TamperEdits {
  private TamperEdits() {}

  static void rewrite(Attack a, Consumer<ObjectNode> change) {
    rewrite(a, "step.attempt_succeeded", change);
  }

  static void rewrite(Attack a, String event, Consumer<ObjectNode> change) {
    a.data(Tampering.RUN, event, change);
    a.rechain(Tampering.RUN);
    a.replaceInLog(Tampering.RUN);
    a.resign();
  }

  static void expire(Attack a) {
    Checkpoint checkpoint =
        Checkpoint.parse(SignedNote.parse(a.text(BundleLayout.CHECKPOINT)).text());
    NoteSigner fresh = NoteSigner.generate(a.signer.key().name());
    String text =
        new KeyStatement(
                checkpoint.origin(),
                KeyStatement.Kind.ROTATE,
                checkpoint.size() - 1,
                List.of(a.signer.key(), fresh.key()))
            .text();
    a.text("keys/0002.txt", a.signer.sign(text).with(List.of(fresh.line(text))).format());
    // The manifest is sealed by the key that holds now; only the checkpoint is the old key's.
    var resealed = new Attack(a.files, fresh, List.of(), null);
    resealed.reseal();
    a.files.clear();
    a.files.putAll(resealed.files);
  }

  static Manifest withOrigin(Manifest m, String origin) {
    return new Manifest(
        origin,
        m.runs(),
        m.exportedAt(),
        m.from(),
        m.to(),
        m.size(),
        m.events(),
        m.payloads(),
        m.erased());
  }

  static String proofs(String path) {
    return BundleLayout.proofs(BundleLayout.persistenceId(path));
  }

  static String input(Attack a) {
    return Json.parse(a.lines(Tampering.RUN).getFirst()).at("/data/inputs").asText();
  }

  static String first(Attack a, String folder) {
    Optional<String> path = a.files.keySet().stream().filter(f -> f.startsWith(folder)).findFirst();
    return path.orElseThrow();
  }

  static void flipLetter(Attack a, String path, String member) {
    ObjectNode json = (ObjectNode) Json.parse(a.text(path));
    char[] text = json.get(member).asText().toCharArray();
    text[text.length / 2] ^= 1;
    json.put(member, new String(text));
    a.text(path, CanonicalJson.text(json));
  }

  static List<String> without(List<String> lines, int index) {
    lines.remove(index);
    return lines;
  }
}
