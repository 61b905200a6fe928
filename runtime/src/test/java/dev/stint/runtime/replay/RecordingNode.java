package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.node.NodeRuns;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.submission.SubmitResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A node on which histories are recorded: publishes, submits, decides, waits. */
final class RecordingNode {
  private static final String HEAD =
      "apiVersion: stint/v1\nkind: Job\nname: %s\nversion: 1.0.0\nowner: group:me\n"
          + "tools:\n  - {use: 'stint.noop@^1'}\n  - {use: 'stint.flaky@^1'}\nplan:\n%s";

  private final StintNode node;
  private final NodeRuns runs;

  RecordingNode(StintNode node) {
    this.node = node;
    this.runs = new NodeRuns(node);
  }

  RunId start(String name, String plan) throws Exception {
    return submit(publish(ok(SpecReader.readForced(text(HEAD.formatted(name, plan))))));
  }

  RunId start(String name, String plan, String limit) throws Exception {
    String spec = HEAD.formatted(name, plan) + "budget: {time: {max: " + limit + "}}\n";
    return submit(publish(ok(SpecReader.readForced(text(spec)))));
  }

  private static JobBundle text(String spec) throws Exception {
    return JobBundle.ofText(spec);
  }

  static CompiledJob ok(SpecResult result) {
    return NodeRuns.ok(result);
  }

  CompiledJob publish(CompiledJob job) throws Exception {
    return runs.publish(job);
  }

  RunId submit(CompiledJob job) throws Exception {
    return runs.submit(job);
  }

  RunId submit(CompiledJob job, ObjectNode inputs, Optional<Long> budget) throws Exception {
    return runs.submit(job, inputs, budget);
  }

  static RunId accepted(CompletionStage<SubmitResult> result) throws Exception {
    return NodeRuns.accepted(NodeRuns.done(result));
  }

  void decide(RunId run, boolean grant, String by) throws Exception {
    RunState waiting = await(run, RunStatus.WAITING);
    ApprovalState pending =
        waiting.approvals().values().stream().filter(ApprovalState::pending).findFirst().get();
    ask(
        run,
        new ApprovalCommand.Decide(
            pending.request().approval(),
            grant,
            pending.request().contentHash(),
            "read it",
            List.of(),
            Optional.empty()),
        by);
  }

  void ask(RunId run, RunCommand command, String by, Payload... payloads) throws Exception {
    runs.ask(run, command, by, payloads);
  }

  RunState await(RunId run, RunStatus status) throws Exception {
    for (int i = 0; i < 1200; i++) {
      RunState state = node.reader().run(run).orElseThrow().state();
      boolean inFlight = status != RunStatus.RUNNING || state.anyInFlight();
      if (state.status() == status && inFlight) return state;
      if (state.finished()) throw new IllegalStateException(run + " ended " + state.phase());
      TimeUnit.MILLISECONDS.sleep(25);
    }
    throw new IllegalStateException(run + " never became " + status);
  }
}
