package dev.stint.runtime.audit.verify;

import dev.stint.runtime.audit.bundle.BundleLayout;
import java.util.ArrayList;
import java.util.List;

/** A report as a person reads it, a line an element. Pure. */
public final class ReportText {
  private static final int SHOWN = 10;

  private ReportText() {}

  public static List<String> lines(VerificationReport report) {
    List<String> lines = new ArrayList<>();
    for (Check check : Check.values()) {
      if (check == Check.LIMITS) continue;
      List<Finding> findings = report.of(check);
      String mark = findings.isEmpty() ? "\u2713" : "\u2717";
      String note = report.notes().get(check);
      lines.add(
          "%s %2d  %s%s"
              .formatted(
                  mark, check.number(), check.title(), note.isEmpty() ? "" : "  (" + note + ")"));
      for (Finding finding : findings.subList(0, Math.min(SHOWN, findings.size()))) {
        lines.add("       " + finding.sentence());
      }
      if (findings.size() > SHOWN)
        lines.add("       and %d more".formatted(findings.size() - SHOWN));
    }
    lines.add("  14  what is NOT proven:");
    for (String limit : report.limits()) lines.add("       - " + limit);
    lines.add(conclusion(report));
    return lines;
  }

  private static String conclusion(VerificationReport report) {
    String what =
        "%,d events of %s"
            .formatted(
                report.events(),
                report.runs().size() == 1
                    ? BundleLayout.name(report.runs().getFirst())
                    : report.runs().size() + " runs");
    return report
        .failed()
        .map(check ->
            "NOT VERIFIED: reason %d, %s. %s".formatted(check.number(), check.title(), what))
        .orElse("verified: " + what);
  }
}
