package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that run others, on a whole node: real journal, real actors. */
class ChildRunTest {
  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: %s
      version: 1.0.0
      owner: group:test
      budget: {tokens: {hard: 4000}, reserve: 100}
      tools: [{use: stint.noop@^1}, {use: stint.flaky@^1}, {use: job.mini@^1}]
      inputs: {type: object, properties: {n: {type: integer, default: 0}, ms: {type: integer, default: 0}}}
      """;

  private static final String CHILD =
      HEAD.formatted("child")
          + """
          plan:
            - {id: wait, tool: stint.flaky, params: {delayMs: '${{ inputs.ms }}'}}
            - {id: write, prompt: prompts/p.md, params: {n: '${{ inputs.n }}'}, maxTokens: 200}
          outputs:
            n: {value: '${{ {"n": inputs.n * 10} }}'}
          """;

  /** A model that asks for the child, and says what it heard. */
  private static final String SCRIPT =
      """
      rules:
        - when: {step: helper, turn: 1}
          calls: [{tool: job.mini, arguments: {n: 7}}]
        - when: {step: helper}
          say: 'the child said {{/last/output/outputs/n/n}}'
      """;

  @TempDir Path data;
  @TempDir Path jobs;
  private StintNode node;
  private NodeRuns runs;

  @BeforeEach
  void startNode() throws Exception {
    open();
    publish(CHILD);
  }

  private void open() {
    node = StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
    runs = new NodeRuns(node, false);
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private void publish(String text) throws Exception {
    Path folder = Files.createTempDirectory(jobs, "job");
    Files.writeString(folder.resolve("job.yaml"), text);
    Files.createDirectories(folder.resolve("prompts"));
    Files.writeString(folder.resolve("prompts/p.md"), "Say something about {{n}} days of leave.");
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(folder.resolve("models/boss.yaml"), SCRIPT);
    runs.publish(SpecReader.read(JobBundle.load(folder)));
  }

  private RunId started(String parent) throws Exception {
    publish(HEAD.formatted("parent") + parent);
    return NodeRuns.accepted(runs.ask("parent"));
  }

  private List<RunId> children(RunId run) {
    return runs.events(run, PlanEvent.ChildStarted.class).stream()
        .map(PlanEvent.ChildStarted::run)
        .toList();
  }

  @Test
  void shouldRunAJobForEachItemAndPayFromOnePot() throws Exception {
    RunId run =
        started(
            """
            plan:
              - id: each
                job: child@^1
                forEach: '[1, 2, 3]'
                maxParallel: 2
                inputs: {n: '${{ item }}'}
                budget: 900
              - id: after
                tool: stint.noop
                params: {value: '${{ steps.each.items.map(i, i.outputs.n.n) }}'}
            """);

    RunState end = runs.succeeded(run);

    assertThat(runs.value(end, "after").toString()).isEqualTo("{\"value\":[10,20,30]}");
    List<RunId> children = children(run);
    long used = 0;
    for (RunId child : children) {
      RunState state = runs.state(child);
      assertThat(state.submitted().parent().orElseThrow().run()).isEqualTo(run);
      assertThat(state.submitted().budget().hard()).isEqualTo(900);
      used += state.pot().used();
    }
    assertThat(children).hasSize(3).doesNotHaveDuplicates();
    assertThat(end.pot().used()).isEqualTo(used).isPositive();
  }

  @Test
  void shouldGiveAChildWithoutALimitWhatItsRunCanSpare() throws Exception {
    RunId run = started("plan: [{id: c, job: child, inputs: {n: 4}}]\n");

    RunState end = runs.succeeded(run);

    assertThat(runs.state(children(run).getFirst()).submitted().budget().hard()).isEqualTo(3900);
  }

  @Test
  void shouldRefuseARunWhoseChildIsNotPublished() throws Exception {
    publish(HEAD.formatted("orphan") + "plan: [{id: c, job: nobody@^1}]\n");

    SubmitResult result = runs.ask("orphan");

    assertThat(result).isInstanceOf(SubmitResult.UnknownJob.class);
    assertThat(((SubmitResult.UnknownJob) result).message()).contains("job.nobody");
  }

  @Test
  void shouldKillTheChildWithItsParent() throws Exception {
    RunId run = started("plan: [{id: c, job: child, budget: 900, inputs: {ms: 600000}}]\n");
    await().atMost(Duration.ofSeconds(60)).until(() -> !children(run).isEmpty());
    RunId child = children(run).getFirst();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> node.reader().run(child).filter(r -> r.state().anyInFlight()).isPresent());

    runs.ask(run, new RunCommand.Kill("stop"));

    assertThat(runs.state(child).status()).isEqualTo(RunStatus.KILLED);
    assertThat(runs.state(run).status()).isEqualTo(RunStatus.KILLED);
  }

  private RunId childOf(RunId run) {
    await().atMost(Duration.ofSeconds(60)).until(() -> !children(run).isEmpty());
    RunId child = children(run).getFirst();
    await().atMost(Duration.ofSeconds(60)).until(() -> node.reader().run(child).isPresent());
    return child;
  }

  private void becomes(RunId run, RunStatus status) {
    await().atMost(Duration.ofSeconds(60)).until(() -> runs.state(run).status() == status);
  }

  @Test
  void shouldPauseTheChildWithItsParentAndLetBothGoOn() throws Exception {
    RunId run = started("plan: [{id: c, job: child, budget: 900, inputs: {ms: 5000, n: 4}}]\n");
    RunId child = childOf(run);

    runs.ask(run, new RunCommand.Pause("look"));
    becomes(child, RunStatus.PAUSED);
    runs.ask(run, new RunCommand.Resume());

    assertThat(runs.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(runs.state(child).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldPauseTheChildOfAPausedParentAlsoAfterTheNodeWasGone() throws Exception {
    RunId run = started("plan: [{id: c, job: child, budget: 900, inputs: {ms: 5000, n: 4}}]\n");
    RunId child = childOf(run);
    runs.ask(run, new RunCommand.Pause("look"));
    becomes(child, RunStatus.PAUSED);
    runs.ask(child, new RunCommand.Resume()); // as if it had never heard of it
    node.close();

    open();
    becomes(child, RunStatus.PAUSED);
    runs.ask(run, new RunCommand.Kill("enough"));

    becomes(child, RunStatus.KILLED);
    becomes(run, RunStatus.KILLED);
  }

  @Test
  void shouldLeaveAChildPausedThatSomebodyPaused() throws Exception {
    RunId run = started("plan: [{id: c, job: child, budget: 900, inputs: {ms: 5000, n: 4}}]\n");
    RunId child = childOf(run);
    runs.ask(child, new RunCommand.Pause("the data is wrong"));

    runs.ask(run, new RunCommand.Pause("look"));
    runs.ask(run, new RunCommand.Resume());
    becomes(run, RunStatus.RUNNING);
    runs.ask(child, new RunCommand.Resume());

    assertThat(runs.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(runs.events(child, RunEvent.Resumed.class)).hasSize(1);
  }

  @Test
  void shouldGoOnWithTheSameChildAfterTheNodeWasGone() throws Exception {
    RunId run = started("plan: [{id: c, job: child, budget: 900, inputs: {ms: 1500, n: 4}}]\n");
    await().atMost(Duration.ofSeconds(60)).until(() -> !children(run).isEmpty());
    node.close();

    open();
    RunState end = runs.succeeded(run);

    assertThat(runs.value(end, "c").at("/outputs/n/n").intValue()).isEqualTo(40);
    assertThat(children(run)).hasSize(1);
  }

  @Test
  void shouldFailTheStepWhenTheChildTakesOtherInputs() throws Exception {
    RunId run = started("plan: [{id: c, job: child, budget: 900, inputs: {n: many}}]\n");

    RunState end = runs.end(run);

    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.steps().get("c").failure().orElseThrow().code()).isEqualTo("child_refused");
  }

  @Test
  void shouldLetAnAgentRunAnotherJobAndHearItsResult() throws Exception {
    // What a model asks for is not trusted enough to write: this child only computes and asks.
    publish(
        CHILD
            .replace("name: child", "name: mini")
            .replace("hard: 4000", "hard: 900")
            .replaceFirst("  - \\{id: wait[^\\n]*\\n", ""));
    RunId run =
        started(
            """
            model: {use: scripted/boss}
            plan:
              - id: helper
                agent: prompts/p.md
                params: {n: 1}
                tools: [job.mini]
                maxTokens: 200
                stop: {turns: 4, tokens: 3000}
            """);

    RunState end = runs.succeeded(run);

    JsonNode value = runs.value(end, "helper");
    assertThat(value.path("calls").intValue()).isEqualTo(1);
    assertThat(value.path("text").asText()).isEqualTo("the child said 70");
    RunId child = children(run).getFirst();
    assertThat(runs.state(child).submitted().parent().orElseThrow().unit().step())
        .isEqualTo("helper.1.1");
    assertThat(end.agents().get("helper").tokens())
        .isGreaterThanOrEqualTo(runs.state(child).pot().used());
  }
}
