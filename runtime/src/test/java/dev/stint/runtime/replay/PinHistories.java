package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.codec.RecordSerializer;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.RandomHistory;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.submission.ForkRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records one real history of every shape on a node of its own, and one of the simulation for every
 * event that is still missing. Writes a file only where there is none. Arguments: the folder of a
 * release, e.g. {@code src/test/resources/histories/0.1.0}; the folder of the main sample.
 */
public final class PinHistories {
  private static final String GATED =
      "  - id: gated\n    tool: stint.noop\n    params: {value: 1}\n"
          + "    approval: {by: ['user:lead'], expires: %s}\n";

  private final Path folder;
  private final RecordingNode on;
  private final StintNode node;

  private PinHistories(Path folder, StintNode node) {
    this.folder = folder;
    this.node = node;
    this.on = new RecordingNode(node);
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    Path data = Files.createTempDirectory("pin-histories");
    try (var node =
        StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system())) {
      var pins = new PinHistories(folder, node);
      pins.mainJob(Path.of(args[1]));
      pins.small();
    } finally {
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    simulated(folder);
    IO.println("pinned in " + folder);
  }

  private void mainJob(Path sample) throws Exception {
    CompiledJob job = RecordingNode.ok(SpecReader.read(JobBundle.load(sample)));
    on.publish(job);
    ObjectNode inputs =
        JsonNodeFactory.instance
            .objectNode()
            .put("sources", sample.resolve("policies").toAbsolutePath().normalize().toString());
    RunId published = on.submit(job, inputs, Optional.empty());
    on.decide(published, true, "user:compliance-lead");
    pin("main_job", on.await(published, RunStatus.SUCCEEDED));
    pin("partial", on.await(on.submit(job, inputs, Optional.of(3000L)), RunStatus.PARTIAL));
    RunId rejected = on.submit(job, inputs, Optional.empty());
    on.decide(rejected, false, "user:compliance-lead");
    pin("approval_rejected", on.await(rejected, RunStatus.FAILED));
    RunId again =
        RecordingNode.accepted(
            node.forks()
                .fork(
                    new ForkRequest(
                        published,
                        true,
                        Optional.of("publish"),
                        JsonNodeFactory.instance.objectNode(),
                        Map.of(),
                        Optional.empty(),
                        "user:ann",
                        true)));
    on.decide(again, true, "user:compliance-lead");
    pin("retried_run", on.await(again, RunStatus.SUCCEEDED));
  }

  private void small() throws Exception {
    pin("retried_step", on.await(on.start("flaky_twice", flaky(2, 0)), RunStatus.SUCCEEDED));
    pin("escalated", on.await(on.start("flaky_always", flaky(9, 0)), RunStatus.FAILED));
    RunId slow = on.start("slow", flaky(0, 60_000));
    on.await(slow, RunStatus.RUNNING);
    on.ask(slow, new RunCommand.Kill("wrong data"), "user:operator");
    pin("killed", on.await(slow, RunStatus.KILLED));
    RunId halted = on.start("sly", "  - {id: sly, tool: stint.publish, params: {}}\n");
    pin("halted", on.await(halted, RunStatus.HALTED));
    pin("approval_expired", on.await(on.start("expires", GATED.formatted("1s")), RunStatus.FAILED));
    pin("approval_edited", edited());
    RunId cancelled = on.start("cancelled", GATED.formatted("1h"));
    on.await(cancelled, RunStatus.WAITING);
    on.ask(cancelled, new RunCommand.Pause("look"), "user:operator");
    on.ask(cancelled, new RunCommand.Resume(), "user:operator");
    on.ask(cancelled, new RunCommand.Cancel("not needed"), "user:operator");
    pin("cancelled_approval_voided", on.await(cancelled, RunStatus.CANCELLED));
    RunId waits = on.start("waits", "  - {id: sleep, wait: {for: 1s}}\n");
    pin("waited", on.await(waits, RunStatus.SUCCEEDED));
    pin("timed_out", on.await(on.start("timed", flaky(0, 60_000), "1s"), RunStatus.TIMED_OUT));
  }

  private RunState edited() throws Exception {
    RunId run = on.start("edited", GATED.formatted("1h"));
    RunState waiting = on.await(run, RunStatus.WAITING);
    ApprovalState old = waiting.approvals().values().iterator().next();
    ObjectNode args = JsonNodeFactory.instance.objectNode().put("value", 2);
    ObjectNode content = (ObjectNode) node.reader().value(waiting, old.request().content());
    content = content.deepCopy();
    content.remove("show");
    content.set("args", args);
    Payload shown = Payload.of(CanonicalJson.bytes(content));
    Payload edited = Payload.of(CanonicalJson.bytes(args));
    on.ask(
        run,
        new ApprovalCommand.Edit(
            old.request().approval(),
            old.request().contentHash(),
            "apr-edited-0001",
            shown.commit(),
            CanonicalJson.sha256(content),
            edited.commit(),
            List.of(),
            true),
        "user:operator",
        shown,
        edited);
    on.decide(run, true, "user:lead");
    return on.await(run, RunStatus.SUCCEEDED);
  }

  private static String flaky(int failures, int delayMs) {
    return """
      - id: shaky
        tool: stint.flaky
        params: {failures: %d, delayMs: %d}
        retry: {max: 2, initial: 20ms}
    """
        .formatted(failures, delayMs);
  }

  private void pin(String name, RunState state) throws IOException {
    List<String> lines = new ArrayList<>();
    for (RecordedHeader header :
        node.reader().history(state.submitted().run(), 1, Integer.MAX_VALUE)) {
      lines.add(new String(header.json(), StandardCharsets.UTF_8));
    }
    write(folder, name, lines);
  }

  /** Crashes and doubts, held and erased runs: what a calm node does not make. */
  private static void simulated(Path folder) throws IOException {
    Set<String> missing = new HashSet<>();
    EventNames.all().forEach(missing::add);
    missing.removeIf(RedecisionTest::notOfARun);
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        StoredHistory.read(file).events().forEach(e -> missing.remove(EventNames.of(e.event())));
      }
    }
    for (long seed = 0; seed < 5000 && !missing.isEmpty(); seed++) {
      List<Recorded> history = RandomHistory.of(seed);
      List<String> brings =
          history.stream().map(e -> EventNames.of(e.event())).filter(missing::contains).toList();
      if (brings.isEmpty()) continue;
      missing.removeAll(brings);
      write(folder, "simulated_" + brings.getFirst().replace('.', '_'), lines(history));
    }
    if (!missing.isEmpty()) throw new IllegalStateException("no history has " + missing);
  }

  private static List<String> lines(List<Recorded> history) {
    List<String> lines = new ArrayList<>();
    var serializer = new RecordSerializer();
    String pid = ((RunEvent.Submitted) history.getFirst().event()).run().persistenceId();
    byte[] prev = new byte[0];
    for (Recorded recorded : history) {
      NewRecord record =
          RecordDraft.of(
                  new EventFacts(
                      pid,
                      lines.size() + 1L,
                      recorded.at(),
                      recorded.by(),
                      EventCodec.write(recorded.event()),
                      serializer.identifier(),
                      EventNames.of(recorded.event()),
                      "",
                      "simulation"))
              .seal(1, prev);
      prev = record.hash();
      RecordedHeader header =
          RecordReader.read(
              new StoredRecord(lines.size() + 1L, pid, lines.size() + 1L, record.bytes()));
      lines.add(new String(header.json(), StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static void write(Path folder, String name, List<String> lines) throws IOException {
    Path file = folder.resolve(name + ".jsonl");
    if (Files.exists(file)) return;
    Files.write(file, lines, StandardCharsets.UTF_8);
    IO.println(file.getFileName() + ": " + lines.size() + " events");
  }
}
