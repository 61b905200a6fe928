package dev.stint.runtime.activity;

import static dev.stint.runtime.activity.ScriptedTurns.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunFold;
import dev.stint.runtime.replay.Redecision;
import dev.stint.runtime.tool.NoopTool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches and loops from the job file to the value, with everything but actors and journal. */
class BlockRunTest {
  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: blocks
      version: 1.0.0
      owner: group:test
      inputs: {type: object, properties: {question: {type: string}}}
      tools: [{use: stint.noop@^1}, {use: test.note@^1, effect: write}]
      plan:
      """;

  @TempDir Path folder;
  private final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);

  private AgentDriver run(String plan) throws Exception {
    SpecResult read = SpecReader.read(HEAD + plan.indent(2));
    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    var driver =
        new AgentDriver(
            job, new ScriptedTurns((_, _) -> says("")), List.of(new NoopTool(), note), folder);
    driver.run();
    assertThat(Redecision.firstDivergence(driver.history)).isEmpty();
    assertThat(RunFold.fold(driver.history)).contains(driver.state());
    return driver;
  }

  private static List<String> skipped(AgentDriver run) {
    return run.events(StepEvent.Skipped.class).stream().map(StepEvent.Skipped::step).toList();
  }

  private static final String ROUTE =
      """
      - id: route
        branch:
          - when: 'inputs.question == "%s"'
            steps:
              - {id: look, tool: stint.noop, params: {value: 1}}
              - {id: fix, tool: stint.noop, params: {value: '${{ steps.look.value + 1 }}'}}
          - when: 'inputs.question == "what"'
            steps: [{id: ask, tool: test.note, params: {q: never}}]
          %s
      - id: after
        tool: stint.noop
        params: {value: '${{ has(steps.fix) ? steps.fix.value : -1 }}'}
      """;

  private static final String ELSE = "- else: [{id: other, tool: test.note, params: {q: b}}]";

  @Test
  void shouldTakeTheFirstCaseThatHoldsAndSkipTheOthersWithTheirReason() throws Exception {
    AgentDriver run = run(ROUTE.formatted("why", ELSE));

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("route").toString())
        .isEqualTo("{\"taken\":\"case_1\",\"value\":{\"value\":2}}");
    assertThat(run.output("after").path("value").intValue()).isEqualTo(2);
    assertThat(skipped(run)).containsExactly("ask", "other");
    assertThat(run.state().steps().get("other").skipped()).contains("branch route took case 1");
    assertThat(note.keys).isEmpty();
  }

  @Test
  void shouldTakeElseWhenNoCaseHoldsAndLeaveUntakenStepsOut() throws Exception {
    AgentDriver run = run(ROUTE.formatted("who", ELSE));

    assertThat(run.output("route").path("taken").asText()).isEqualTo("else");
    assertThat(run.output("after").path("value").intValue()).isEqualTo(-1);
    assertThat(note.keys).containsExactly("run-2026-06-17-legal-7k3m9qx2ab/other");
    assertThat(skipped(run)).containsExactly("look", "fix", "ask");
  }

  @Test
  void shouldGoOnWithoutAValueWhenNoCaseHolds() throws Exception {
    AgentDriver run = run(ROUTE.formatted("who", ""));

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("route").toString()).isEqualTo("{\"taken\":\"none\",\"value\":null}");
  }

  @Test
  void shouldSkipEverythingInABranchThatIsSkipped() throws Exception {
    AgentDriver run =
        run(
            """
            - id: route
              when: 'inputs.question == "never"'
              branch: [{else: [{id: other, tool: test.note, params: {q: b}}]}]
            """);

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.state().steps().get("other").skipped()).contains("route is skipped");
    assertThat(note.keys).isEmpty();
  }

  private static final String REFINE =
      """
      - id: refine
        loop:
          max: %d
          until: 'steps.review.passed'
          onMax: %s
          steps:
            - id: draft
              tool: stint.noop
              params: {value: '${{ iteration.previous == null ? 1 : iteration.previous.draft.value + 1 }}'}
            - {id: keep, tool: test.note, params: {q: 'draft ${{ iteration.number }}'}}
            - {id: review, check: [{id: enough, assert: 'steps.draft.value >= 3'}], onFail: continue}
      - id: after
        tool: stint.noop
        params: {value: '${{ steps.refine.last.draft.value }}'}
      """;

  @Test
  void shouldRepeatUntilItsOwnCheckHolds() throws Exception {
    AgentDriver run = run(REFINE.formatted(5, "fail"));

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    JsonNode value = run.output("refine");
    assertThat(value.path("done").asBoolean()).isTrue();
    assertThat(value.path("count").intValue()).isEqualTo(3);
    assertThat(value.at("/iterations/0/draft/value").intValue()).isEqualTo(1);
    assertThat(value.at("/iterations/1/review/problems/0").asText()).startsWith("enough:");
    assertThat(run.output("after").path("value").intValue()).isEqualTo(3);
    assertThat(note.keys).hasSize(3).doesNotHaveDuplicates().allMatch(k -> k.contains("/keep~"));
    assertThat(run.events(PlanEvent.LoopPlanned.class)).hasSize(3);
  }

  @Test
  void shouldFailWhenTheConditionNeverHolds() throws Exception {
    AgentDriver run = run(REFINE.formatted(2, "fail"));

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().steps().get("refine").failure().orElseThrow().code())
        .isEqualTo("loop_exhausted");
    assertThat(note.keys).hasSize(2);
  }

  @Test
  void shouldGoOnWithTheLastIterationWhenTheJobSaysSo() throws Exception {
    AgentDriver run = run(REFINE.formatted(2, "continue"));

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("refine").path("done").asBoolean(true)).isFalse();
    assertThat(run.output("after").path("value").intValue()).isEqualTo(2);
  }

  @Test
  void shouldTakeAnotherWayInEachIterationAndLoopInLoops() throws Exception {
    AgentDriver run =
        run(
            """
            - id: outer
              loop:
                max: 2
                until: 'iteration.number == 2'
                steps:
                  - id: way
                    branch:
                      - when: 'iteration.number == 1'
                        steps: [{id: first, tool: stint.noop, params: {value: one}}]
                      - else: [{id: second, tool: stint.noop, params: {value: two}}]
                  - id: inner
                    loop:
                      max: 2
                      until: 'steps.deep.value.endsWith("2")'
                      steps:
                        - id: deep
                          tool: stint.noop
                          params: {value: '${{ steps.way.value.value }} ${{ iteration.number }}'}
            """);

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    JsonNode value = run.output("outer");
    assertThat(value.at("/iterations/0/way/taken").asText()).isEqualTo("case_1");
    assertThat(value.at("/iterations/1/inner/iterations/1/deep/value").asText()).isEqualTo("two 2");
    assertThat(value.at("/iterations/0").has("second")).isFalse();
  }
}
