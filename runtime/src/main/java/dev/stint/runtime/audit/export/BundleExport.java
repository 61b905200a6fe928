package dev.stint.runtime.audit.export;

import dev.stint.persistence.audit.checkpointer.Checkpointer;
import dev.stint.persistence.audit.log.SignedLog;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.Manifest;
import dev.stint.runtime.tool.ToolDescriptor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Makes bundles of runs: signs what is there, then takes records, payloads and configuration as
 * they are stored. Thread-safe; blocks on the store.
 */
public final class BundleExport {
  private static final int MOST_RUNS = 10_000;

  /**
   * A bundle is worth more with what witnesses say, and is made without those that do not answer.
   */
  private static final Duration FOR_WITNESSES = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StintJournal journal;
  private final Checkpointer checkpointer;
  private final Supplier<List<ToolDescriptor>> tools;
  private final InstantSource clock;

  public BundleExport(
      StintJournal journal,
      Checkpointer checkpointer,
      Supplier<List<ToolDescriptor>> tools,
      InstantSource clock) {
    this.journal = journal;
    this.checkpointer = checkpointer;
    this.tools = tools;
    this.clock = clock;
  }

  /**
   * A bundle.
   *
   * @param files by path, manifest and its signature included
   * @param size of the log at the bundle's checkpoint
   */
  public record Exported(SortedMap<String, byte[]> files, long size) {}

  /**
   * @param runs each at least once recorded
   * @param since checkpoints that the auditor holds; the bundle proves that the log continues them
   * @throws ExportException {@code audit_not_signed} when the log is signed no more or not in time,
   *     {@code export_too_large}
   */
  public Exported export(List<RunId> runs, List<Checkpoint> since)
      throws ExportException, InterruptedException {
    if (runs.isEmpty() || runs.size() > MOST_RUNS) {
      throw new ExportException(
          "export_too_large", "expected 1 to " + MOST_RUNS + " runs, found " + runs.size());
    }
    SignedLog log = checkpointer.log();
    SignedNote signed = checkpointer.signNow(PATIENCE).orElseThrow(this::notSigned);
    checkpointer.awaitWitnesses(FOR_WITNESSES);
    SignedNote note = log.latest().filter(l -> l.text().equals(signed.text())).orElse(signed);
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    List<ExportedHistory> histories = histories(runs, checkpoint.size());
    var files = new BundleFiles(journal, log, note);
    for (ExportedHistory history : histories) files.history(history);
    long erased = files.payloads(histories);
    files.configuration(histories, tools.get());
    files.keys();
    files.attestations(histories);
    files.expected(histories);
    List<Checkpoint> older = new ArrayList<>(since);
    checkpointer.witnesses().forEach(w -> files.witnessed(w.reached()).ifPresent(older::add));
    files.consistency(older);
    return new Exported(files.sealed(manifest(runs, histories, files, erased)), checkpoint.size());
  }

  private ExportException notSigned() {
    return new ExportException(
        "audit_not_signed",
        checkpointer
            .stopped()
            .orElse("the log is empty, or was not signed in time; try again in a moment"));
  }

  /** The runs, then the histories of their jobs. */
  private List<ExportedHistory> histories(List<RunId> runs, long size) {
    List<ExportedHistory> histories = new ArrayList<>();
    Set<String> jobs = new LinkedHashSet<>();
    List<ExportedHistory> ofRuns =
        List.copyOf(new LinkedHashSet<>(runs)).parallelStream()
            .map(run -> ExportedHistory.read(journal, run.persistenceId(), size))
            .toList();
    for (ExportedHistory history : ofRuns) {
      histories.add(history);
      if (history.events().isEmpty()) continue;
      if (history.events().getFirst().event() instanceof RunEvent.Submitted submitted) {
        JobRef job = submitted.job();
        jobs.add(JobEvent.persistenceId(job.name()));
      }
    }
    for (String job : jobs) histories.add(ExportedHistory.read(journal, job, size));
    return histories.stream().filter(h -> !h.headers().isEmpty()).toList();
  }

  private Manifest manifest(
      List<RunId> runs, List<ExportedHistory> histories, BundleFiles files, long erased) {
    var times =
        histories.stream()
            .filter(h -> BundleLayout.isRun(h.persistenceId()))
            .flatMap(h -> h.headers().stream())
            .map(header -> header.at())
            .sorted()
            .toList();
    long events = histories.stream().mapToLong(h -> h.headers().size()).sum();
    return new Manifest(
        files.origin(),
        runs.stream().distinct().map(RunId::value).sorted().toList(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        times.getFirst(),
        times.getLast(),
        files.size(),
        events,
        files.payloadCount(),
        erased);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
