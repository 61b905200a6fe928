package dev.stint.runtime.audit;

import static dev.stint.runtime.attack.Attacker.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.note.NoteSigner;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.attack.AttackedNode;
import dev.stint.runtime.attack.Attacker;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.decision.RunCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A node that did a bit of everything, and its bundle: an agent, ways through a plan, child runs, a
 * plan that a model made, a run that labels halted.
 */
final class BundledNode implements AutoCloseable {
  private static final String READ = "{\"source\": \"docs\", \"document\": \"policy.md\"}";

  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: %s
      version: 1.0.0
      owner: group:support
      labels: {department: support}
      inputs:
        type: object
        properties:
          docs: {type: string, format: folder, default: ./docs}
          ticket: {type: integer, default: 1}
      budget: {tokens: {hard: 40000}, reserve: 500}
      model: {use: attacker/any, maxOutputTokens: 300}
      data:
        - {id: docs, source: 'folder:${{ inputs.docs }}', trust: %s, classification: internal}
      tools:
        - {use: 'stint.documents.read@^1'}
        - {use: stint.noop@^1}
        - {use: 'stint.ticket.open@^1', effect: write}
        - {use: 'stint.ledger.append@^1', effect: write}
      """;

  private static final String AGENT =
      """
      plan:
        - id: work
          agent: prompts/goal.md
          tools: [stint.documents.read, stint.ledger.append, stint.ticket.open]
          stop: {turns: 9}
      outputs:
        answer: {value: '${{ steps.work.text }}'}
      """;

  private static final String WAYS =
      """
      plan:
        - {id: read, tool: stint.documents.read, params: {source: docs, document: policy.md}}
        - {id: paid, wait: {signal: paid, timeout: 1h}}
        - id: refine
          loop:
            max: 5
            until: 'steps.review.passed'
            steps:
              - {id: draft, tool: stint.noop, params: {value: '${{ iteration.previous == null ? 1 : iteration.previous.draft.value + 1 }}'}}
              - id: review
                check: [{id: good, assert: 'steps.draft.value >= 2'}]
                onFail: continue
        - id: route
          branch:
            - when: 'steps.read.tokens > 100000'
              steps: [{id: large, tool: stint.noop, params: {value: large}}]
            - else: [{id: small, tool: stint.noop, params: {value: '${{ steps.read.title }}'}}]
        - id: each
          job: triage@^1
          forEach: '[1, 2]'
          maxParallel: 2
          inputs: {ticket: '${{ item }}'}
          budget: 1000
        - {id: note, tool: stint.ledger.append, params: {ledger: l, note: '${{ steps.route.value.value }}'}}
      """;

  private static final String CHILD =
      """
      apiVersion: stint/v1
      kind: Job
      name: triage
      version: 1.0.0
      owner: group:support
      labels: {department: support}
      budget: {tokens: {hard: 2000}, reserve: 200}
      inputs: {type: object, properties: {ticket: {type: integer}}, required: [ticket]}
      tools: [{use: stint.noop@^1}]
      plan:
        - {id: look, tool: stint.noop, params: {value: '${{ inputs.ticket * 10 }}'}}
      outputs:
        score: {value: '${{ steps.look.value }}'}
      """;

  private static final String AUTO =
      """
      plan: auto
      planner: {goal: prompts/goal.md, maxSteps: 3, attempts: 2}
      outputs:
        answer: {value: '${{ steps.result.value }}'}
      """;

  private static final String PLAN =
      """
      {"steps": [
        {"id": "look", "tool": "stint.documents.read", "params": {"source": "docs", "document": "policy.md"}},
        {"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.look.title }}"}}]}
      """;

  final RunId agent;
  final RunId ways;
  final SortedMap<String, byte[]> bundle;

  /** Hashes of all records in commit order, which are the leaves of the signed log. */
  final List<byte[]> log;

  private final AttackedNode node;

  BundledNode(Path dir) throws Exception {
    var model = Attacker.wishing();
    node = new AttackedNode(dir, model, "stint.audit.interval = 1h");
    node.file("prompts/goal.md", "Do what is right.")
        .file("docs/policy.md", "# Policy\n\nKeep records.\n");
    node.release(CHILD);
    model.now(
        calls("stint.documents.read", READ),
        calls("stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"read\"}"));
    agent = ended(node.run(HEAD.formatted("agent", "curated") + AGENT), RunStatus.SUCCEEDED);
    model.now(
        calls("stint.documents.read", READ),
        calls("stint.ticket.open", "{\"queue\": \"x-evil\", \"title\": \"t\"}"));
    RunId halted = ended(node.run(HEAD.formatted("halted", "untrusted") + AGENT), RunStatus.HALTED);
    ways = ended(signalled(HEAD.formatted("ways", "curated") + WAYS), RunStatus.SUCCEEDED);
    model.now(Attacker.says(PLAN));
    RunId planned =
        ended(node.run(HEAD.formatted("planned", "curated") + AUTO), RunStatus.SUCCEEDED);
    List<RunId> all = new ArrayList<>(List.of(agent, halted, ways, planned));
    node.children(ways).forEach(all::add);
    assertThat(all).hasSize(6);
    bundle = DeterministicZip.read(node.node().exports().zip(all, List.of(), "user:auditor"));
    log = node.node().journal().store().tail(0, 10_000).stream().map(RecordReader::hash).toList();
  }

  /** Who holds this may sign whatever the log shall say. */
  NoteSigner signer() {
    return node.node().checkpointer().log().keys().signer();
  }

  private RunState signalled(String job) throws Exception {
    RunId run = node.submit(job);
    node.settled(run); // it waits for the signal
    Payload said = Payload.of(CanonicalJson.bytes(Json.parse("{\"name\": \"paid\", \"data\": 1}")));
    var signal = new RunCommand.Signal("s-1", "paid", said.commit(), "h", Optional.empty());
    node.ask(run, signal, "user:ann", said);
    return await().until(() -> node.state(run), RunState::finished);
  }

  private static RunId ended(RunState run, RunStatus status) {
    assertThat(run.status()).as("%s", run.phase()).isEqualTo(status);
    return run.submitted().run();
  }

  @Override
  public void close() {
    node.close();
  }
}
