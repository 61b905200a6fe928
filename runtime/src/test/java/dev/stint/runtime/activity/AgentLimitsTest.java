package dev.stint.runtime.activity;

import static dev.stint.runtime.activity.ScriptedTurns.calls;
import static dev.stint.runtime.activity.ScriptedTurns.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecProblem;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.replay.Redecision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops an agent, and what it must ask people for. */
class AgentLimitsTest {
  private static final Path JOB = Path.of("src/test/resources/agents/investigate");
  private static final String STOP = "stop: {turns: 20, repairs: 1}";
  private static final String ANSWER = "{\"finding\": \"because\"}";

  @TempDir Path folder;
  private final LedgerTool lookup = new LedgerTool("test.lookup", Effect.READ);
  private final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);
  private ScriptedTurns model;
  private AgentDriver run;

  /** The job with one part of its text replaced. */
  private SpecResult read(String part, String instead) throws Exception {
    for (String file : List.of("job.yaml", "prompts/investigate.md", "schemas/finding.json")) {
      Files.createDirectories(folder.resolve(file).getParent());
      String text = Files.readString(JOB.resolve(file));
      Files.writeString(folder.resolve(file), text.replace(part, instead));
    }
    return SpecReader.read(JobBundle.load(folder));
  }

  private AgentDriver agent(
      String part, String instead, BiFunction<Integer, ModelRequest, ModelReply> script)
      throws Exception {
    model = new ScriptedTurns(script);
    var job = ((SpecResult.Ok) read(part, instead)).job();
    run = new AgentDriver(job, model, List.of(lookup, note), folder);
    return run;
  }

  /** Deciding again gives the same events, whatever a test did (invariant 6). */
  @AfterEach
  void holds() {
    if (run != null) assertThat(Redecision.firstDivergence(run.history)).isEmpty();
  }

  private static String q(Object of) {
    return "{\"q\": \"" + of + "\"}";
  }

  private String reason() {
    return run.output("research").path("reason").asText();
  }

  private ApprovalState pending() {
    return run.state().approvals().values().stream()
        .filter(ApprovalState::pending)
        .findFirst()
        .orElseThrow();
  }

  private void decide(boolean grant) {
    var request = pending().request();
    run.ask(
        new ApprovalCommand.Decide(
            request.approval(), grant, request.contentHash(), "", List.of(), Optional.empty()),
        "user:lead");
  }

  private void gated() throws Exception {
    agent(
            STOP,
            STOP + "\n    approval: {by: ['user:lead']}",
            (n, _) -> n == 1 ? calls("test.lookup", q("a"), "test.note", q("b")) : says(ANSWER))
        .run();
  }

  @Test
  void shouldAskAPersonBeforeEachCallThatWrites() throws Exception {
    gated();
    assertThat(run.state().status()).isEqualTo(RunStatus.WAITING);
    assertThat(lookup.keys).hasSize(1);
    assertThat(note.keys).isEmpty();

    decide(true);
    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).containsExactly("run-2026-06-17-legal-7k3m9qx2ab/research.1.2");
  }

  @Test
  void shouldTellTheModelThatAPersonSaidNo() throws Exception {
    gated();

    decide(false);
    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).isEmpty();
    var told = (ModelMessage.ToolOutput) model.requests.get(1).messages().get(2);
    assertThat(told.output().toString()).isEqualTo("{\"error\":\"approval_rejected\"}");
  }

  @Test
  void shouldNotCallTheModelWhenItsWorstCaseIsAboveTheAgentsTokens() throws Exception {
    agent(
            STOP,
            "stop: {turns: 20, tokens: 1000}",
            (n, _) -> calls("test.lookup", q("word ".repeat(60) + n)))
        .run();

    assertThat(reason()).isEqualTo("tokens");
    long used = run.state().agents().get("research").tokens();
    assertThat(used).isLessThanOrEqualTo(1000);
    assertThat(run.events(RunEvent.BudgetExhausted.class)).isEmpty();
  }

  @Test
  void shouldEndWhenItsTimeIsOverEvenWhileItWaitsForAPerson() throws Exception {
    agent(
            STOP,
            "stop: {turns: 20, deadline: 1h}\n    approval: {by: ['user:lead'], expires: 24h}",
            (_, _) -> calls("test.note", q("b")))
        .run();
    assertThat(run.state().status()).isEqualTo(RunStatus.WAITING);

    run.now = run.now.plusSeconds(3600);
    run.ask(new RunCommand.Tick(), "system");
    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(reason()).isEqualTo("deadline");
    assertThat(run.events(ApprovalEvent.Voided.class)).hasSize(1);
    assertThat(note.keys).isEmpty();
  }

  @Test
  void shouldFailInsteadOfYieldingWhereTheJobSaysSo() throws Exception {
    agent(STOP, "stop: {turns: 2, onStop: fail}", (n, _) -> calls("test.lookup", q(n))).run();

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().steps().get("research").failure().orElseThrow().code())
        .isEqualTo("agent_turns");
  }

  @Test
  void shouldEndAnAgentThatGoesInCirclesWhenItMayNotBeParked() throws Exception {
    agent(
            "{warn: 3, throttle: 4, park: 5, kill: 40}",
            "{warn: 3, throttle: 4, park: 5, kill: 5}",
            (_, _) -> calls("test.lookup", q("same")))
        .run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(reason()).isEqualTo("no_progress");
    assertThat(run.events(AgentEvent.Watched.class)).hasSize(3);
  }

  @Test
  void shouldStartNothingMoreOnceItIsKilled() throws Exception {
    agent(STOP, STOP, (n, _) -> calls("test.lookup", q(n)));
    for (int i = 0; i < 6; i++) run.step();

    run.ask(new RunCommand.Kill("enough"), "user:operator");
    int before = model.requests.size();
    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.KILLED);
    assertThat(model.requests).hasSize(before);
  }

  @Test
  void shouldLoadASnapshotThatWasWrittenBeforeThereWereAgents() throws Exception {
    agent(STOP, STOP, (_, _) -> says(ANSWER));
    ObjectNode stored =
        (ObjectNode) Json.parse(new String(EventCodec.write(run.state()), StandardCharsets.UTF_8));
    stored.remove("agents");

    RunState old = EventCodec.readState(stored.toString().getBytes(StandardCharsets.UTF_8));

    assertThat(old.agents()).isEmpty();
    assertThat(old.plan()).isEqualTo(old.submitted().plan());
  }

  @Test
  void shouldNameEveryMistakeOfAnAgentStepAtItsPlace() throws Exception {
    var read =
        read(
            "tools: [test.lookup, test.note]\n    output",
            "tools: [test.lookup, test.nope]\n    forEach: 'inputs'\n    output");

    assertThat(((SpecResult.Invalid) read).problems().stream().map(SpecProblem::code))
        .contains("tool_not_granted", "misplaced_key");
  }
}
