package dev.stint.runtime.activity;

import static dev.stint.runtime.activity.ScriptedTurns.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunFold;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.replay.Redecision;
import dev.stint.runtime.tool.NoopTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that models make, from the goal to the end, with everything but actors and journal. */
class PlannerRunTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: planned
      version: 1.0.0
      owner: group:test
      inputs: {type: object, properties: {question: {type: string}}}
      model: {use: test/model}
      budget: {tokens: {hard: 200000}}
      tools: [{use: stint.noop@^1}, {use: test.note@^1, effect: write}]
      plan: auto
      planner: {goal: prompts/goal.md, maxSteps: 3, attempts: 2%s}
      outputs:
        answer: {value: '${{ steps.result.value }}'}
      """;

  private static final String GOOD =
      """
      {"steps": [
        {"id": "look", "tool": "stint.noop", "params": {"value": "${{ inputs.question }}"}},
        {"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.look.value + '!' }}"}}]}
      """;

  @TempDir Path folder;
  private final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);
  private ScriptedTurns model;

  private AgentDriver run(String more, String... answers) throws Exception {
    byte[] goal = "Answer the question.".getBytes(StandardCharsets.UTF_8);
    var files =
        Map.of(
            JobBundle.SPEC,
            JOB.formatted(more).getBytes(StandardCharsets.UTF_8),
            "prompts/goal.md",
            goal);
    SpecResult read = SpecReader.read(JobBundle.of(files));
    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    model = new ScriptedTurns((n, _) -> says(answers[n - 1]));
    var driver = new AgentDriver(job, model, List.of(new NoopTool(), note), folder);
    driver.run();
    return driver;
  }

  /** Deciding again gives the same events, and folding them the same state (invariant 6). */
  private static void holds(AgentDriver run) {
    assertThat(Redecision.firstDivergence(run.history)).isEmpty();
    assertThat(RunFold.fold(run.history)).contains(run.state());
  }

  @Test
  void shouldRunThePlanThatTheModelMadeAndFixItBefore() throws Exception {
    AgentDriver run = run("", GOOD);

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("result").path("value").asText()).isEqualTo("why!");
    assertThat(run.state().artifacts()).hasSize(1);
    PlanEvent.PlanFrozen frozen = run.events(PlanEvent.PlanFrozen.class).getFirst();
    assertThat(run.state().plan().hash()).isEqualTo(frozen.hash()).hasSize(64);
    holds(run);
  }

  @Test
  void shouldTellTheModelEverythingThatIsWrongAndTakeABetterPlan() throws Exception {
    String bad =
        """
        {"steps": [{"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.x.y }}"}}]}
        """;

    AgentDriver run = run("", bad, GOOD);

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    ModelRequest second = model.requests.get(1);
    assertThat(second.data())
        .anyMatch(d ->
            d.name().equals("problems_of_the_last_plan")
                && d.value().toString().contains("unknown_step"));
    assertThat(run.output("stint_plan").path("attempts").intValue()).isEqualTo(2);
    assertThat(run.output("stint_plan").at("/refused/0/problems/0").asText()).isNotBlank();
    holds(run);
  }

  @Test
  void shouldRefuseAPlanThatUsesWhatIsNotGrantedAndGiveUpAfterItsAttempts() throws Exception {
    String evil = "{\"steps\": [{\"id\": \"result\", \"tool\": \"mail.send\", \"params\": {}}]}";

    AgentDriver run = run("", evil, evil);

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().steps().get("stint_plan").failure().orElseThrow().code())
        .isEqualTo("plan_refused");
    assertThat(run.events(PlanEvent.PlanFrozen.class)).isEmpty();
    assertThat(model.requests).hasSize(2);
    holds(run);
  }

  @Test
  void shouldOfferNothingButWhatIsGrantedAndTellOnlyGoalInputsAndTools() throws Exception {
    run("", GOOD);

    ModelRequest asked = model.requests.getFirst();
    assertThat(asked.data())
        .extracting(ModelRequest.DataBlock::name)
        .containsExactly("inputs", "tools");
    JsonNode kinds = asked.outputSchema().orElseThrow().at("/properties/steps/items/anyOf");
    assertThat(kinds.findValuesAsText("const"))
        .containsExactlyInAnyOrder("stint.noop", "test.note");
    assertThat(asked.instructions()).startsWith("Answer the question.");
  }

  @Test
  void shouldAskPeopleAboutThePlanBeforeAnythingOfItRuns() throws Exception {
    AgentDriver run = run(", approval: {by: ['user:lead']}", GOOD);
    assertThat(run.state().status()).isEqualTo(RunStatus.WAITING);
    assertThat(run.events(PlanEvent.PlanFrozen.class)).isEmpty();
    ApprovalState asked = run.state().approvals().values().iterator().next();

    run.ask(
        new ApprovalCommand.Decide(
            asked.request().approval(),
            true,
            asked.request().contentHash(),
            "good plan",
            List.of(),
            Optional.empty()),
        "user:lead");
    run.run();

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    String content = new String(run.payloads.get(asked.request().args()), StandardCharsets.UTF_8);
    assertThat(content).contains("flowchart TD").contains("look --> result");
    holds(run);
  }

  @Test
  void shouldRunNothingWhenThePlanIsRejected() throws Exception {
    AgentDriver run = run(", approval: {by: ['user:lead']}", GOOD);
    ApprovalState asked = run.state().approvals().values().iterator().next();

    run.ask(
        new ApprovalCommand.Decide(
            asked.request().approval(),
            false,
            asked.request().contentHash(),
            "too many steps",
            List.of(),
            Optional.empty()),
        "user:lead");
    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.events(PlanEvent.PlanFrozen.class)).isEmpty();
    holds(run);
  }
}
