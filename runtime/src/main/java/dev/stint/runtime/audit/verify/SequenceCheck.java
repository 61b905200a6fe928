package dev.stint.runtime.audit.verify;

import static dev.stint.runtime.audit.verify.Check.CANONICAL;
import static dev.stint.runtime.audit.verify.Check.SEQUENCE;

import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.ExpectedFile;
import java.util.Map;
import java.util.Set;

/** Check 3: a history begins with its first event, leaves none out, and ends once or is open. */
record SequenceCheck(OpenedBundle bundle, Findings findings) {
  private static final String END = "run.finished";

  /**
   * What may be recorded of a run that is over: nothing that it does, only what is done with it.
   */
  private static final Set<String> AFTERWARDS =
      Set.of(
          "payload.erasure_requested",
          "payload.erased",
          "artifacts.erased",
          "run.held",
          "run.released");

  void run() {
    long events = 0;
    long open = 0;
    for (History history : bundle.histories()) {
      numbers(history);
      if (history.isRun() && !ends(history)) open++;
      events += history.lines().size();
    }
    expected();
    findings.note(CANONICAL, events + " records");
    findings.note(SEQUENCE, bundle.runs().size() + " runs, " + open + " of them open");
  }

  private void numbers(History history) {
    long next = 1;
    for (Line line : history.lines()) {
      if (line.seq() != next) {
        add("event_missing", history.where(next), "event " + next, "event " + line.seq());
        next = line.seq();
      }
      if (!line.persistenceId().equals(history.persistenceId())) {
        add("event_of_another", history.where(next), history.persistenceId(), line.persistenceId());
      }
      next++;
    }
    String first = history.isRun() ? "run.submitted" : "job.published";
    if (history.lines().isEmpty() || !history.lines().getFirst().type().equals(first)) {
      add("no_beginning", history.path(), first, "none");
    }
  }

  private boolean ends(History history) {
    boolean ended = false;
    for (Line line : history.lines()) {
      if (ended && !AFTERWARDS.contains(line.type())) {
        add("event_after_the_end", history.where(line.seq()), "no event", line.type());
      }
      ended |= line.type().equals(END);
    }
    return ended;
  }

  private void expected() {
    Map<String, ExpectedFile.Run> runs =
        ExpectedFile.read(OpenedBundle.required(bundle.files(), BundleLayout.EXPECTED));
    for (History history : bundle.runs()) {
      ExpectedFile.Run run = runs.get(BundleLayout.name(history.persistenceId()));
      if (run == null) {
        add("run_unexpected", history.path(), "a run of " + BundleLayout.EXPECTED, "another");
        continue;
      }
      String head = history.lines().isEmpty() ? "" : history.lines().getLast().hash();
      if (run.events() != history.lines().size() || !run.head().equals(head)) {
        String expected = run.events() + " events, the last " + run.head();
        add("end_differs", history.path(), expected, history.lines().size() + ", " + head);
      }
      String status = status(history);
      if (!status.isEmpty() && !status.equals(run.status())) {
        add("status_differs", history.path(), run.status(), status);
      }
    }
    for (String run : runs.keySet()) {
      boolean there = bundle.files().containsKey(BundleLayout.EVENTS + run + BundleLayout.LINES);
      if (!there) add("run_missing", BundleLayout.EXPECTED, "the events of " + run, "none");
    }
  }

  private static String status(History history) {
    return history.lines().stream()
        .filter(line -> line.type().equals(END))
        .findFirst()
        .map(line -> line.data().path("status").asText())
        .orElse("");
  }

  private void add(String code, String where, String expected, String found) {
    findings.add(SEQUENCE, code, where, expected, found);
  }
}
