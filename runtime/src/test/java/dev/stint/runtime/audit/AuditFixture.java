package dev.stint.runtime.audit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.audit.checkpointer.AuditSettings;
import dev.stint.persistence.audit.checkpointer.Checkpointer;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.runtime.audit.export.BundleExport;
import dev.stint.runtime.tool.BuiltInTools;
import dev.stint.runtime.tool.HttpAllowList;
import dev.stint.runtime.tool.ToolRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** A real journal in a folder, with runs that the real rules decided, and its signed log. */
final class AuditFixture implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-06-17T06:00:00Z");
  private static final int SERIALIZER = 1_970_061_701;

  final StintJournal journal;
  final Checkpointer checkpointer;
  final CompiledJob job;
  final ToolRegistry tools = new ToolRegistry(BuiltInTools.all(HttpAllowList.of(List.of())));
  private final InstantSource clock;
  private final BundleExport exports;
  private final int works;

  AuditFixture(Path dir, InstantSource clock, int works, String... witnesses) {
    this.clock = clock;
    this.works = works;
    journal = StintJournal.open(config(dir.resolve("journal")));
    var settings =
        new AuditSettings(
            dir.resolve("audit"),
            "stint.test/log",
            Duration.ofHours(1),
            1_000_000,
            Arrays.asList(witnesses));
    checkpointer = Checkpointer.start(settings, journal, clock);
    exports = new BundleExport(journal, checkpointer, tools::list, clock);
    job = job(works);
    var bundle = Payload.of(job.bundle().toBytes());
    var published =
        new JobEvent.Published(
            job.spec().name(), job.spec().version(), job.digest(), bundle.commit(), false);
    var recorded = new Recorded(START, "user:owner", published, List.of(bundle));
    store(JobEvent.persistenceId(job.spec().name()), List.of(List.of(recorded)));
  }

  private static Config config(Path dir) {
    String text =
        """
        stint.journal.leveldb { ballast = 0, free-space-floor = 1 MiB, dir = "%s" }
        """;
    return ConfigFactory.parseString(text.formatted(dir))
        .withFallback(ConfigFactory.defaultReference())
        .resolve()
        .getConfig("stint.journal");
  }

  private static CompiledJob job(int works) {
    var text =
        new StringBuilder(
            """
            apiVersion: stint/v1
            kind: Job
            name: audited
            version: 1.0.0
            owner: group:me
            tools:
              - {use: 'stint.noop@^1'}
            plan:
            """);
    for (int i = 0; i < works; i++) {
      text.append("  - {id: work%d, tool: stint.noop, params: {value: %d}}\n".formatted(i, i));
    }
    text.append(
        """
          - id: publish
            tool: stint.noop
            dependsOn: [work0]
            params: {value: 1}
            approval: {by: ['user:lead'], expires: 24h}
        outputs:
          report: {value: '${{ steps.publish.value }}'}
        """);
    return switch (SpecReader.read(text.toString())) {
      case SpecResult.Ok ok -> ok.job();
      case SpecResult.Invalid invalid -> throw new IllegalStateException("" + invalid.problems());
    };
  }

  RunId finished(int number) {
    var run = RecordedRun.finished(number, job, tools, START, works);
    store(run.id.persistenceId(), run.batches);
    return run.id;
  }

  RunId waiting(int number) {
    var run = RecordedRun.waiting(number, job, tools, START, works);
    store(run.id.persistenceId(), run.batches);
    return run.id;
  }

  /** Erases what a run kept, as two persons had it done. */
  void erase(RunId run, String requestedBy, String approvedBy) {
    var erased =
        new CustodyEvent.PayloadsErased(
            "data_subject_request", "ticket 7", requestedBy, approvedBy, 9, Optional.empty());
    var asked = new CustodyEvent.ErasureRequested("data_subject_request", "ticket 7");
    store(
        run.persistenceId(),
        List.of(
            List.of(Recorded.of(START.plusSeconds(60), requestedBy, asked)),
            List.of(Recorded.of(START.plusSeconds(61), approvedBy, erased))));
    journal.erase(run.persistenceId());
  }

  /** Erases payloads of a run, as the end of the time to keep its artifacts would. */
  void eraseArtifacts(RunId run, List<String> payloads, String by) {
    var erased = new CustodyEvent.ArtifactsErased(payloads, 86_400_000L);
    store(
        run.persistenceId(), List.of(List.of(Recorded.of(START.plusSeconds(86_460), by, erased))));
    journal.erasePayloads(run.persistenceId(), payloads);
  }

  List<String> artifacts(RunId run) {
    return successes(run).flatMap(e -> e.artifacts().stream()).map(Artifact::payload).toList();
  }

  /** The output of some step. */
  String someOutput(RunId run) {
    return successes(run).findFirst().orElseThrow().output();
  }

  private Stream<StepEvent.AttemptSucceeded> successes(RunId run) {
    return journal.history(run.persistenceId(), 1, 1_000).stream()
        .map(header -> EventCodec.read(header.type(), header.data()))
        .filter(StepEvent.AttemptSucceeded.class::isInstance)
        .map(StepEvent.AttemptSucceeded.class::cast);
  }

  private void store(String persistenceId, List<List<Recorded>> batches) {
    long seq = journal.store().head(persistenceId).seq();
    for (List<Recorded> batch : batches) {
      List<RecordDraft> drafts = new ArrayList<>();
      var payloads = new ArrayList<dev.stint.persistence.journal.store.Payload>();
      for (Recorded recorded : batch) {
        seq++;
        drafts.add(
            RecordDraft.of(
                new EventFacts(
                    persistenceId,
                    seq,
                    recorded.at(),
                    recorded.by(),
                    EventCodec.write(recorded.event()),
                    SERIALIZER,
                    EventNames.of(recorded.event()),
                    "",
                    "writer-1")));
        payloads.addAll(recorded.payloads());
      }
      journal.commit(new CommitRequest(drafts, payloads, Optional.empty())).join();
    }
  }

  SortedMap<String, byte[]> export(List<RunId> runs, Checkpoint... since) {
    try {
      return exports.export(runs, List.of(since)).files();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    checkpointer.close();
    journal.close();
  }
}
