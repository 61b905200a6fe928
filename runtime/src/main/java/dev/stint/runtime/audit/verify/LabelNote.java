package dev.stint.runtime.audit.verify;

/** Check 11. No label travels with data in this version: there is nothing to derive again. */
final class LabelNote {
  private LabelNote() {}

  static void write(OpenedBundle bundle, Findings findings) {
    findings.note(
        Check.LABELS, "no labels recorded in " + bundle.runs().size() + " runs: not re-derivable");
  }
}
