package dev.stint.runtime.audit.verify;

import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.Sink;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Check 11: what went into an attempt was admitted by its destination's clearance in the frozen
 * plan, and what came out is labelled at least like it (invariant 9). That labels are those of the
 * values' origins is for a strict replay to say, which has the job.
 */
final class LabelCheck {
  private final OpenedBundle bundle;
  private final Findings findings;

  /**
   * @param seq of the event
   */
  record Problem(long seq, String code, String expected, String found) {}

  LabelCheck(OpenedBundle bundle, Findings findings) {
    this.bundle = bundle;
    this.findings = findings;
  }

  void run() {
    long labels = 0;
    for (History history : bundle.runs()) {
      List<Recorded> events =
          history.lines().stream().flatMap(line -> line.event().stream()).toList();
      labels += events.stream().filter(LabelCheck::labelled).count();
      for (Problem p : problems(events)) {
        findings.add(Check.LABELS, p.code(), history.where(p.seq()), p.expected(), p.found());
      }
    }
    findings.note(
        Check.LABELS,
        labels == 0
            ? "no labels recorded in " + bundle.runs().size() + " runs: not re-derivable"
            : labels + " labels");
  }

  private static boolean labelled(Recorded recorded) {
    return recorded.event() instanceof StepEvent.AttemptSucceeded e && e.label().isPresent();
  }

  /** What is wrong with the labels of one run's history. Pure and total. */
  static List<Problem> problems(List<Recorded> history) {
    List<Problem> problems = new ArrayList<>();
    Map<UnitId, Label> in = new HashMap<>();
    Optional<Plan> plan = Optional.empty();
    for (int i = 0; i < history.size(); i++) {
      long seq = i + 1L;
      switch (history.get(i).event()) {
        case RunEvent.Submitted e -> plan = Optional.of(e.plan());
        case StepEvent.AttemptStarted e -> {
          in.remove(e.unit());
          e.label().ifPresent(label -> in.put(e.unit(), label));
          plan.flatMap(p -> p.find(e.step()))
              .flatMap(step -> step.sink())
              .flatMap(sink -> started(seq, sink, e))
              .ifPresent(problems::add);
        }
        case StepEvent.AttemptSucceeded e ->
            ended(seq, in.get(e.unit()), e).ifPresent(problems::add);
        default -> {}
      }
    }
    return problems;
  }

  private static Optional<Problem> started(long seq, Sink sink, StepEvent.AttemptStarted e) {
    if (e.label().isEmpty()) {
      return Optional.of(new Problem(seq, "label_missing", "a label of what goes in", "none"));
    }
    return sink.clearance().admits(e.label().get())
        ? Optional.empty()
        : Optional.of(
            new Problem(seq, "beyond_clearance", "" + sink.clearance(), "" + e.label().get()));
  }

  private static Optional<Problem> ended(long seq, Label in, StepEvent.AttemptSucceeded e) {
    if (in == null || e.label().filter(out -> out.covers(in)).isPresent()) return Optional.empty();
    return Optional.of(
        new Problem(
            seq, "label_fell", "at least " + in, e.label().map(Label::toString).orElse("none")));
  }
}
