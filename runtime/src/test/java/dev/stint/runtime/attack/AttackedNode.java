package dev.stint.runtime.attack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.NamedPayloads;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.node.NodeRuns;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunReply;
import dev.stint.runtime.submission.SubmitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A whole node with an attacker for a model, jobs and documents in a folder, and the effects that
 * anybody outside would see: files below its publish root.
 */
public final class AttackedNode implements AutoCloseable {
  private final Path folder;
  private final StintNode node;

  /**
   * @param settings beside the standard ones
   */
  public AttackedNode(Path folder, Attacker attacker, String settings) {
    this.folder = folder;
    this.node =
        StintNode.start(
            NodeSettings.of(folder.resolve("data"), ConfigFactory.parseString(settings)),
            InstantSource.system(),
            List.of(attacker));
  }

  /** Puts a file into the job's folder. */
  public AttackedNode file(String name, String text) throws IOException {
    Path file = folder.resolve("job").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Submits the job and waits until it has ended, or waits for a person. */
  public RunState run(String job) throws Exception {
    return settled(submit(job));
  }

  public RunId submit(String job) throws Exception {
    return NodeRuns.accepted(submitted(job));
  }

  /** The code with which the job is not even started; empty when it is. */
  String refused(String job) throws Exception {
    return submitted(job) instanceof SubmitResult.InvalidInputs refused
        ? refused.problems().getFirst().code()
        : "";
  }

  /** Releases a job for others to run as a child. */
  public void release(String job) throws Exception {
    new NodeRuns(node, false).publish(SpecReader.read(JobBundle.ofText(job)));
  }

  private SubmitResult submitted(String job) throws Exception {
    file("job.yaml", job);
    CompiledJob compiled = runs().publish(SpecReader.read(JobBundle.load(folder.resolve("job"))));
    return runs().ask(compiled, inputs(compiled), Optional.empty());
  }

  private NodeRuns runs() {
    return new NodeRuns(node);
  }

  private ObjectNode inputs(CompiledJob job) {
    var inputs = JsonNodeFactory.instance.objectNode();
    for (String name : List.of("docs", "secrets")) {
      if (!job.spec().inputs().path("properties").has(name)) continue;
      inputs.put(name, folder.resolve("job/" + name).toAbsolutePath().normalize().toString());
    }
    return inputs;
  }

  public RunState settled(RunId run) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state(run), state -> state.finished() || state.status() == RunStatus.WAITING);
  }

  public RunState state(RunId run) {
    return runs().state(run);
  }

  /** The runs that a run started. */
  public List<RunId> children(RunId run) {
    return events(state(run), PlanEvent.ChildStarted.class).stream()
        .map(PlanEvent.ChildStarted::run)
        .toList();
  }

  <E extends RunEvent> List<E> events(RunState run, Class<E> type) {
    return node.reader().history(run.submitted().run(), 1, Integer.MAX_VALUE).stream()
        .map(header -> JournalEventTail.recorded(header).event())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The code that the run was halted with; empty when it was not. */
  String halted(RunState run) {
    return run.violations().isEmpty() ? "" : run.violations().getFirst().verdict().code();
  }

  /** What the run made, as whoever opens it reads it. */
  String artifact(RunState run, String name) {
    var artifact =
        run.artifacts().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    return new String(node.reader().artifact(run, artifact), StandardCharsets.UTF_8);
  }

  /** Everything that is recorded of the run and can be read: events, arguments, outputs. */
  String recorded(RunState run) {
    var text = new StringBuilder();
    RunId id = run.submitted().run();
    for (var header : node.reader().history(id, 1, Integer.MAX_VALUE)) {
      var event = JournalEventTail.recorded(header).event();
      text.append(event).append('\n');
      for (String commit : NamedPayloads.of(event)) {
        node.journal()
            .payload(id.persistenceId(), commit)
            .ifPresent(p -> text.append(new String(p, StandardCharsets.UTF_8)).append('\n'));
      }
    }
    return text.toString();
  }

  /** The current version of what {@code stint.publish} published as {@code kb/report}. */
  String published(String file) throws IOException {
    return Files.readString(node.settings().publishRoot().resolve("kb/report/current/" + file));
  }

  /** Texts of all files that tools of the job wrote. */
  String written() throws IOException {
    var text = new StringBuilder();
    try (var files = Files.walk(node.settings().publishRoot())) {
      for (Path file : files.filter(AttackedNode::effect).toList()) {
        text.append(Files.readString(file)).append('\n');
      }
    }
    return text.toString();
  }

  public StintNode node() {
    return node;
  }

  JsonNode output(RunState run, String step) {
    var done = (UnitState.Succeeded) run.unit(UnitId.of(step));
    return node.reader().value(run, done.output());
  }

  JsonNode value(RunState run, String payload) {
    return node.reader().value(run, payload);
  }

  static ApprovalState pending(RunState run) {
    return run.approvals().values().stream()
        .filter(ApprovalState::pending)
        .findFirst()
        .orElseThrow();
  }

  public RunReply ask(RunId run, RunCommand command, String by, Payload... values)
      throws Exception {
    return runs().ask(run, command, by, values);
  }

  /** A decision about an approval, by whoever; the code of the refusal, or nothing. */
  String decide(RunId run, String approval, boolean grant, String hash, String by)
      throws Exception {
    var decide =
        new ApprovalCommand.Decide(approval, grant, hash, "seen", List.of(), Optional.empty());
    return ask(run, decide, by) instanceof RunReply.Rejected refused
        ? refused.rejection().code()
        : "";
  }

  /** Files that tools of the job wrote, which is all that the outside ever sees. */
  long effects() throws IOException {
    Path root = node.settings().publishRoot();
    if (!Files.exists(root)) return 0;
    try (var files = Files.walk(root)) {
      return files.filter(AttackedNode::effect).count();
    }
  }

  private static boolean effect(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.startsWith(".") && !name.endsWith(".lock");
  }

  @Override
  public void close() {
    node.close();
  }
}
