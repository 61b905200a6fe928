package dev.stint.runtime.activity;

import static dev.stint.runtime.activity.ScriptedTurns.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunFold;
import dev.stint.runtime.replay.Redecision;
import dev.stint.runtime.tool.NoopTool;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that has an earlier step done again, from the job file to the value. */
class RedoRunTest {
  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: redo
      version: 1.0.0
      owner: group:test
      inputs: {type: object, properties: {question: {type: string}}}
      tools: [{use: stint.noop@^1}, {use: test.note@^1, effect: write}]
      plan:
        - {id: look, tool: stint.noop, params: {value: 1}}
        - id: draft
          tool: stint.noop
          params: {value: '${{ {"round": redo.round, "told": redo.findings, "at": steps.look.value} }}'}
        - {id: keep, tool: test.note, params: {q: 'round ${{ redo.round }}'}}
        - id: validate
          check: [{id: enough, assert: 'steps.draft.value.round >= %d'}]
          onFail: {redo: draft, max: %d}
        - {id: publish, tool: test.note, params: {q: 'of round ${{ steps.draft.value.round }}'}}
      """;

  @TempDir Path folder;
  private final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);

  private AgentDriver driver(int enough, int max) {
    SpecResult read = SpecReader.read(HEAD.formatted(enough, max));
    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    return new AgentDriver(
        job, new ScriptedTurns((_, _) -> says("")), List.of(new NoopTool(), note), folder);
  }

  private static AgentDriver run(AgentDriver driver) throws InterruptedException {
    driver.run();
    assertThat(Redecision.firstDivergence(driver.history)).isEmpty();
    assertThat(RunFold.fold(driver.history)).contains(driver.state());
    return driver;
  }

  @Test
  void shouldGoOnAtOnceWhenTheCheckHolds() throws Exception {
    AgentDriver run = run(driver(1, 2));

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.events(PlanEvent.RedoPlanned.class)).isEmpty();
    assertThat(run.output("draft").at("/value/told").isEmpty()).isTrue();
    assertThat(note.keys).hasSize(2);
  }

  @Test
  void shouldDoTheStepAndWhatCameOfItAgainToldWhatWasFound() throws Exception {
    AgentDriver run = run(driver(3, 2));

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.events(PlanEvent.RedoPlanned.class))
        .containsExactly(
            new PlanEvent.RedoPlanned("validate", 2), new PlanEvent.RedoPlanned("validate", 3));
    assertThat(run.output("draft~2").at("/value/told/0").asText())
        .isEqualTo("enough: expected steps.draft.value.round >= 3");
    assertThat(run.output("draft~3").at("/value/at").intValue()).isEqualTo(1);
    assertThat(run.output("validate").path("passed").asBoolean(true)).isFalse();
    assertThat(run.output("validate~3").path("passed").asBoolean()).isTrue();
    assertThat(run.state().steps()).doesNotContainKey("look~2");
    assertThat(RedoProgress.replacedBy(run.state(), "draft")).contains(3);
    assertThat(RedoProgress.replacedBy(run.state(), "draft~3")).isEmpty();
    assertThat(RedoProgress.replacedBy(run.state(), "look")).isEmpty();
  }

  @Test
  void shouldGiveEachRoundsWriteAKeyAndHandTheNewestRoundOn() throws Exception {
    AgentDriver run = run(driver(3, 2));

    String id = "run-2026-06-17-legal-7k3m9qx2ab/";
    assertThat(note.keys)
        .containsExactly(id + "keep", id + "keep~2", id + "keep~3", id + "publish");
    assertThat(run.output("publish").path("q").asText()).isEqualTo("answer to of round 3");
  }

  @Test
  void shouldFailWithItsFindingsAfterTheLastRound() throws Exception {
    AgentDriver run = run(driver(9, 1));

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    var failure = run.state().steps().get("validate~2").failure().orElseThrow();
    assertThat(failure.code()).isEqualTo("check_failed");
    assertThat(failure.message()).contains("enough: expected");
    assertThat(note.keys).hasSize(2).noneMatch(key -> key.endsWith("publish"));
  }

  @Test
  void shouldNeitherLoseNorRepeatARoundWhereTheNodeDies() throws Exception {
    AgentDriver driver = driver(3, 2);
    AtomicInteger calls = new AtomicInteger();
    driver.dies = () -> calls.incrementAndGet() % 3 == 0;

    run(driver);

    assertThat(driver.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(driver.events(PlanEvent.RedoPlanned.class)).hasSize(2);
    assertThat(driver.events(StepEvent.AttemptLost.class)).isNotEmpty();
  }
}
