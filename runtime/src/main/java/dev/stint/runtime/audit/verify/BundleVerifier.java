package dev.stint.runtime.audit.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Checks a bundle (H2). Total: whatever the bytes are, the answer is a report. Pure but for the
 * memory that a bundle takes.
 */
public final class BundleVerifier {
  private final OpenedBundle bundle;
  private final Trust trust;
  private final Findings findings;

  private BundleVerifier(OpenedBundle bundle, Trust trust, Findings findings) {
    this.bundle = bundle;
    this.trust = trust;
    this.findings = findings;
  }

  /**
   * @param files of the bundle, by path
   */
  public static VerificationReport verify(SortedMap<String, byte[]> files, Trust trust) {
    var findings = new Findings();
    OpenedBundle bundle = OpenedBundle.open(files, findings);
    return new BundleVerifier(bundle, trust, findings).run();
  }

  private VerificationReport run() {
    var jobs = new BundledJobs(bundle);
    guarded(Check.MANIFEST, () -> new ManifestCheck(bundle, findings).run());
    guarded(Check.SEQUENCE, () -> new SequenceCheck(bundle, findings).run());
    guarded(Check.CHAIN, () -> new ChainCheck(bundle, findings).run());
    guarded(Check.INCLUSION, () -> new InclusionCheck(bundle, findings).run());
    guarded(Check.CHECKPOINT, () -> new CheckpointCheck(bundle, trust, findings).run());
    guarded(Check.CONSISTENCY, () -> new ConsistencyCheck(bundle, trust, findings).run());
    guarded(Check.PAYLOADS, () -> new PayloadCheck(bundle, findings).run());
    guarded(Check.CONFIGURATION, () -> new ConfigurationCheck(bundle, findings).run());
    guarded(Check.DECISIONS, () -> new DecisionCheck(bundle, jobs, findings).run());
    guarded(Check.LABELS, () -> new LabelCheck(bundle, jobs, findings).run());
    guarded(Check.INVARIANTS, () -> new InvariantCheck(bundle, findings).run());
    guarded(Check.ARTIFACTS, () -> new ArtifactCheck(bundle, findings).run());
    Map<Check, String> notes = new EnumMap<>(Check.class);
    for (Check check : Check.values()) notes.put(check, findings.note(check));
    long events = bundle.histories().stream().mapToLong(h -> h.lines().size()).sum();
    List<Finding> ordered = new ArrayList<>(findings.all());
    ordered.sort(Comparator.comparing(Finding::check));
    return new VerificationReport(
        bundle.runs().stream().map(History::persistenceId).toList(),
        events,
        ordered,
        notes,
        Limits.of(bundle, trust));
  }

  /** What no Stint writes can trip any check over anything; that too is a finding. */
  private void guarded(Check check, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      findings.add(check, "cannot_be_checked", "the bundle", "what Stint writes", what);
    }
  }
}
