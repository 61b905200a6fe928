package dev.stint.runtime.audit.verify;

import dev.stint.persistence.audit.log.CheckpointFolder.Kept;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.runtime.audit.bundle.BundleLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Check 14: what this verification does not prove, so that nobody reads more into it. */
final class Limits {
  private Limits() {}

  static List<String> of(OpenedBundle bundle, Trust trust) {
    List<String> limits = new ArrayList<>();
    limits.add(tail(bundle, trust));
    if (trust.originKey().isEmpty()) {
      limits.add(
          "whose log it is: its key was taken from the bundle itself; compare "
              + bundle.keys().map(keys -> keys.current().text()).orElse("it")
              + " with its operator, or give --origin-key");
    }
    if (trust.since().isEmpty()) {
      limits.add("that the log forgot nothing since your last bundle: give --since");
    }
    long open =
        bundle.runs().stream()
            .filter(h -> h.lines().stream().noneMatch(l -> l.type().equals("run.finished")))
            .count();
    if (open > 0) limits.add("how the " + open + " open runs went on after the export");
    long erased =
        bundle.files().keySet().stream().filter(f -> f.startsWith(BundleLayout.ERASURES)).count();
    if (erased > 0) {
      limits.add("what the erased payloads of " + erased + " histories said");
    }
    limits.add("that a member of a group was one: groups are not in the record");
    limits.add("that inputs and sources were true, and that answers of models were right");
    limits.add("that an effect happened outside because its tool said so");
    limits.add("that nothing left the machine by a way around Stint");
    limits.add("that the machine and the signing key were in honest hands");
    return limits;
  }

  private static String tail(OpenedBundle bundle, Trust trust) {
    if (bundle.checkpoint().isEmpty())
      return "anything about the log: its checkpoint is unreadable";
    Checkpoint checkpoint = bundle.checkpoint().get();
    String all =
        "that the %,d records of the log were not rewritten and signed again by who has its key"
            .formatted(checkpoint.size());
    if (trust.witness().isEmpty()) return all + ": no witness was asked; give --witness";
    Optional<Kept> newest = newestWitnessed(trust.witness().get(), checkpoint);
    if (newest.isEmpty()) return all + ": the witness has no checkpoint of it";
    long window = checkpoint.size() - newest.get().checkpoint().size();
    return window == 0
        ? "nothing of the log's tail: the witness has this very checkpoint, since "
            + newest.get().at()
        : "that the last %,d records were not rewritten: the witness saw size %,d at %s"
            .formatted(window, newest.get().checkpoint().size(), newest.get().at());
  }

  /** The newest checkpoint of this log that a witness kept, none above the bundle's own. */
  static Optional<Kept> newestWitnessed(List<Kept> kept, Checkpoint checkpoint) {
    return kept.stream()
        .filter(k -> k.checkpoint().origin().equals(checkpoint.origin()))
        .filter(k -> k.checkpoint().size() <= checkpoint.size())
        .max(Comparator.comparingLong(k -> k.checkpoint().size()));
  }
}
