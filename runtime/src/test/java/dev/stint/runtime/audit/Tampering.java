package dev.stint.runtime.audit;

import static dev.stint.runtime.audit.TamperEdits.first;
import static dev.stint.runtime.audit.TamperEdits.flipLetter;
import static dev.stint.runtime.audit.TamperEdits.input;
import static dev.stint.runtime.audit.TamperEdits.proofs;
import static dev.stint.runtime.audit.TamperEdits.rewrite;
import static dev.stint.runtime.audit.TamperEdits.withOrigin;
import static dev.stint.runtime.audit.TamperEdits.without;
import static dev.stint.runtime.audit.verify.Check.CANONICAL;
import static dev.stint.runtime.audit.verify.Check.CHAIN;
import static dev.stint.runtime.audit.verify.Check.CHECKPOINT;
import static dev.stint.runtime.audit.verify.Check.CONFIGURATION;
import static dev.stint.runtime.audit.verify.Check.DECISIONS;
import static dev.stint.runtime.audit.verify.Check.INCLUSION;
import static dev.stint.runtime.audit.verify.Check.INVARIANTS;
import static dev.stint.runtime.audit.verify.Check.PAYLOADS;
import static dev.stint.runtime.audit.verify.Check.SEQUENCE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.verify.Check;
import java.util.List;
import java.util.function.Consumer;

/**
 * What somebody does to a bundle who holds the log's key for its manifest, and for some the whole
 * log: without it, each would already fail for its hash.
 *
 * @param reason the first check that must fail
 * @param code of a finding that must be among them
 * @param python the reason that the second verifier must give
 */
record Tampering(String name, Consumer<Attack> edit, Check reason, String code, int python) {
  static final String RUN = "events/run-2026-06-17-legal-0000000001.jsonl";
  static final String OTHER = "events/run-2026-06-17-legal-0000000002.jsonl";

  private static Tampering of(String name, Check reason, String code, Consumer<Attack> edit) {
    return new Tampering(name, edit, reason, code, reason.number());
  }

  @Override
  public String toString() {
    return name;
  }

  /** The twenty of the requirements, in their order. */
  static List<Tampering> all() {
    return List.of(
        of(
            "a flipped bit in a payload",
            PAYLOADS,
            "payload_changed",
            a -> {
              flipLetter(a, first(a, BundleLayout.PAYLOADS), "text");
              a.reseal();
            }),
        of(
            "a flipped bit in a header",
            CHAIN,
            "chain_broken",
            a -> {
              a.line(RUN, "user:ann", line -> line.replace("user:ann", "user:anl"));
              a.reseal();
            }),
        of(
            "the middle event deleted",
            SEQUENCE,
            "event_missing",
            a -> {
              a.lines(RUN, without(a.lines(RUN), 4));
              a.reseal();
            }),
        of(
            "the last event deleted",
            SEQUENCE,
            "end_differs",
            a -> {
              a.lines(RUN, without(a.lines(RUN), a.lines(RUN).size() - 1));
              a.reseal();
            }),
        of(
            "the first event deleted",
            SEQUENCE,
            "no_beginning",
            a -> {
              a.lines(RUN, without(a.lines(RUN), 0));
              a.reseal();
            }),
        of(
            "two events swapped",
            SEQUENCE,
            "event_missing",
            a -> {
              List<String> lines = a.lines(RUN);
              lines.set(3, lines.set(4, lines.get(3)));
              a.lines(RUN, lines);
              a.reseal();
            }),
        of(
            "a forged event, well chained",
            INCLUSION,
            "proof_of_another",
            a -> {
              List<String> lines = a.lines(RUN);
              lines.add(2, lines.get(1));
              a.lines(RUN, lines);
              a.rechain(RUN);
              a.reseal();
            }),
        of(
            "the tail of the log cut off and signed again",
            CHECKPOINT,
            "stale_checkpoint",
            a -> {
              // The second run's last event goes, and with it the end of the log.
              a.lines(OTHER, without(a.lines(OTHER), a.lines(OTHER).size() - 1));
              a.rechain(OTHER);
              a.truncateLog(a.proof(OTHER).leaves()[a.lines(OTHER).size()]);
              a.resign();
            }),
        of(
            "a fork: the same size, another root",
            CHECKPOINT,
            "fork",
            a -> {
              a.data(OTHER, "run.submitted", d -> d.put("department", "sales"));
              a.rechain(OTHER);
              a.replaceInLog(OTHER);
              a.resign();
            }),
        of(
            "another approver, hashes recomputed",
            INCLUSION,
            "not_in_the_log",
            a -> {
              a.line(RUN, "\"by\":\"user:lead\"", l -> l.replace("user:lead", "user:bob"));
              a.rechain(RUN);
              a.reseal();
            }),
        of(
            "another policy file",
            CONFIGURATION,
            "job_changed",
            a -> {
              String path = first(a, BundleLayout.JOB_FILES);
              a.text(path, a.text(path).replace("stint.noop@^1", "stint.noop@*"));
              a.reseal();
            }),
        of(
            "1 written as 1.0",
            CANONICAL,
            "not_canonical",
            a -> {
              a.line(RUN, "\"seq\":1,", line -> line.replace("\"seq\":1,", "\"seq\":1.0,"));
              a.reseal();
            }),
        of(
            "added whitespace",
            CANONICAL,
            "not_canonical",
            a -> {
              a.line(RUN, "\"seq\":2,", line -> line.replace("\"seq\":2,", "\"seq\": 2,"));
              a.reseal();
            }),
        of(
            "a duplicate key",
            CANONICAL,
            "not_json",
            a -> {
              a.line(RUN, "\"seq\":2,", line -> line.replace("\"seq\":2,", "\"seq\":2,\"seq\":2,"));
              a.reseal();
            }),
        of(
            "a payload dropped without an erasure",
            PAYLOADS,
            "payload_missing",
            a -> {
              a.files.remove(first(a, BundleLayout.PAYLOADS));
              a.reseal();
            }),
        of(
            "an erasure that nobody ordered",
            PAYLOADS,
            "erasure_without_authority",
            a -> {
              String commit = input(a);
              a.files.remove(BundleLayout.payload(commit));
              String path = RUN.replace(BundleLayout.EVENTS, BundleLayout.ERASURES);
              a.text(
                  path.replace(BundleLayout.LINES, ".json"),
                  "{\"commits\":[\"%s\"],\"events\":[]}".formatted(commit));
              a.reseal();
            }),
        of(
            "a checkpoint that is no note",
            CHECKPOINT,
            "unreadable",
            a -> {
              a.text(BundleLayout.CHECKPOINT, "torn");
              a.reseal();
            }),
        of(
            "the manifest of another log",
            CHECKPOINT,
            "log_differs",
            a -> a.reseal(m -> withOrigin(m, "stint.test/other"))),
        of(
            "a checkpoint of a key outside its window",
            CHECKPOINT,
            "key_not_valid",
            TamperEdits::expire),
        of(
            "the proofs of two runs swapped",
            INCLUSION,
            "proof_of_another",
            a -> {
              for (String suffix :
                  List.of(BundleLayout.INCLUSION, BundleLayout.FIRST, BundleLayout.LAST)) {
                String mine = proofs(RUN) + suffix;
                byte[] kept = a.files.get(mine);
                a.files.put(mine, a.files.get(proofs(OTHER) + suffix));
                a.files.put(proofs(OTHER) + suffix, kept);
              }
              a.reseal();
            }),
        of(
            "a label lowered, hashes recomputed",
            INCLUSION,
            "not_in_the_log",
            a -> {
              a.data(RUN, "run.submitted", d -> ((ObjectNode) d.get("labels")).put("risk", "low"));
              a.rechain(RUN);
              a.reseal();
            }));
  }

  /** With the whole log rewritten and signed again, and no witness: only what it says can tell. */
  static List<Tampering> ofTheKeyHolder() {
    return List.of(
        new Tampering(
            "less spent than was billed, hashes recomputed",
            a -> rewrite(a, d -> d.put("tokens", 0)),
            DECISIONS,
            "decided_otherwise",
            INVARIANTS.number()),
        new Tampering(
            "more spent than the cap, hashes recomputed",
            a -> rewrite(a, d -> d.put("tokens", 1001)),
            DECISIONS,
            "above_the_cap",
            INVARIANTS.number()),
        new Tampering(
            "another number of an attempt, hashes recomputed",
            a -> rewrite(a, "step.attempt_started", d -> d.put("attempt", 2)),
            DECISIONS,
            "decided_otherwise",
            DECISIONS.number()),
        new Tampering(
            "the key of another attempt, hashes recomputed",
            a -> rewrite(a, "step.attempt_started", d -> d.put("idempotencyKey", "another")),
            DECISIONS,
            "decided_otherwise",
            DECISIONS.number()),
        new Tampering(
            "the outcome of another attempt, hashes recomputed",
            a -> rewrite(a, d -> d.put("lease", "another")),
            DECISIONS,
            "decided_otherwise",
            DECISIONS.number()));
  }
}
