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
import dev.stint.persistence.event.StepEvent;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
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
      budget: {tokens: {hard: 60000}}
      tools: [{use: stint.noop@^1}, {use: test.note@^1, effect: write}]
      plan: auto
      planner: {goal: prompts/goal.md, maxSteps: 5, attempts: 2%s}
      outputs:
        answer: {value: '${{ steps.result.value }}'}
      """;

  private static final String GOOD =
      """
      {"steps": [
        {"id": "look", "tool": "stint.noop", "params": {"value": "${{ inputs.question }}"}},
        {"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.look.value + '!' }}"}}]}
      """;

  private static final String GREETING =
      """
      apiVersion: stint/v1
      kind: Steps
      name: greeting
      version: 1.0.0
      description: Greets somebody and keeps a note of it.
      needs: ['test.note@^1']
      params:
        type: object
        additionalProperties: false
        required: [name]
        properties: {name: {type: string}}
      output: words
      steps:
        - {id: words, prompt: greet.md, params: {name: '${{ with.name }}'}, maxTokens: 50}
        - id: kept
          loop:
            max: 2
            until: 'true'
            steps: [{id: note, tool: test.note, params: {q: greeted}}]
      """;

  private static final String GREETED =
      """
      {"steps": [
        {"id": "hello", "use": "library/greeting@^1", "with": {"name": "${{ inputs.question }}"}},
        {"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.hello.text }}"}}]}
      """;

  @TempDir Path folder;
  private final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);
  private ScriptedTurns model;

  private AgentDriver run(String more, String... answers) throws Exception {
    AgentDriver driver = driver(more, n -> answers[n - 1]);
    driver.run();
    return driver;
  }

  private AgentDriver driver(String more, IntFunction<String> answers) throws Exception {
    byte[] goal = "Answer the question.".getBytes(StandardCharsets.UTF_8);
    var files =
        Map.of(
            JobBundle.SPEC,
            JOB.formatted(more).getBytes(StandardCharsets.UTF_8),
            "prompts/goal.md",
            goal,
            "prompts/say.md",
            "Say something about {{of}}.".getBytes(StandardCharsets.UTF_8),
            "library/greeting/1.0.0/component.yaml",
            GREETING.getBytes(StandardCharsets.UTF_8),
            "library/greeting/1.0.0/greet.md",
            "Greet {{name}}.".getBytes(StandardCharsets.UTF_8));
    SpecResult read = SpecReader.read(JobBundle.of(files));
    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    model = new ScriptedTurns((n, _) -> says(answers.apply(n)));
    return new AgentDriver(job, model, List.of(new NoopTool(), note), folder);
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
    assertThat(run.output("stint_plan~2").path("attempts").intValue()).isEqualTo(2);
    assertThat(run.output("stint_plan").at("/problems/0").asText()).contains("unknown_step");
    holds(run);
  }

  @Test
  void shouldGiveEachTryAPermitAndPayForARefusedOneOnceWhateverDies() throws Exception {
    String bad =
        """
        {"steps": [{"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.x.y }}"}}]}
        """;
    AgentDriver driver = driver("", n -> n == 1 ? bad : GOOD);
    AtomicInteger calls = new AtomicInteger();
    driver.dies = () -> calls.incrementAndGet() == 2; // in the second try, which is asked again

    driver.run();

    assertThat(driver.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(
            driver.events(StepEvent.AttemptStarted.class).stream()
                .map(permit -> permit.unit().step())
                .filter(step -> step.startsWith("stint_plan")))
        .containsExactly("stint_plan", "stint_plan~2", "stint_plan~2");
    assertThat(model.requests).hasSize(2); // the lost one is asked again under its key
    holds(driver);
  }

  @Test
  void shouldRunAPlanWithABranchAMapAndAPrompt() throws Exception {
    String plan =
        """
        {"steps": [
          {"id": "each", "tool": "stint.noop", "forEach": "${{ [1, 2] }}", "params": {"value": "${{ item }}"}},
          {"id": "way", "branch": [
            {"when": "steps.each.items.size() > 1", "steps": [
              {"id": "say", "prompt": "prompts/say.md", "params": {"of": "${{ steps.each.items[0].value }}"}, "maxTokens": 50}]},
            {"else": [{"id": "note", "tool": "test.note", "params": {"q": "nothing"}}]}]},
          {"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.way.taken }}"}}]}
        """;

    AgentDriver run = run(", prompts: prompts/say.md", plan, "said");

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("result").path("value").asText()).isEqualTo("case_1");
    assertThat(run.output("say").path("text").asText()).isEqualTo("said");
    assertThat(run.output("stint_plan").path("forecastTokens").longValue()).isBetween(50L, 100L);
    assertThat(note.keys).isEmpty();
    holds(run);
  }

  @Test
  void shouldRunAPlanWithALoopAndAnAgent() throws Exception {
    String plan =
        """
        {"steps": [
          {"id": "count", "loop": {"max": 5, "until": "steps.one.value >= 3", "steps": [
            {"id": "one", "tool": "stint.noop", "params": {"value":
              "${{ iteration.previous == null ? 1 : iteration.previous.one.value + 1 }}"}}]}},
          {"id": "work", "agent": "prompts/say.md", "params": {"of": "x"}, "tools": ["stint.noop"],
            "stop": {"turns": 3, "tokens": 2000}},
          {"id": "result", "tool": "stint.noop", "params": {"value":
            "${{ [steps.count.count, steps.work.answer] }}"}}]}
        """;

    AgentDriver run = run(", agents: prompts/say.md", plan, "worked");

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("result").path("value").toString()).contains("3").contains("worked");
    assertThat(run.output("stint_plan").path("forecastTokens").longValue()).isEqualTo(2000);
    holds(run);
  }

  @Test
  void shouldRefuseAnAgentWithoutLimitsOrWithAToolThatThePlannerHasNot() throws Exception {
    String endless =
        """
        {"steps": [{"id": "result", "agent": "prompts/say.md", "params": {"of": "x"}}]}
        """;
    String armed =
        """
        {"steps": [{"id": "result", "agent": "prompts/say.md", "params": {"of": "x"},
          "tools": ["mail.send"], "stop": {"turns": 3, "tokens": 2000}}]}
        """;

    AgentDriver run = run(", agents: prompts/say.md", endless, armed);

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().steps().get("stint_plan~2").failure().orElseThrow().code())
        .isEqualTo("plan_refused");
    assertThat(run.events(PlanEvent.PlanFrozen.class)).isEmpty();
  }

  @Test
  void shouldPutTheStepsOfAComponentWhereAPlanNamesIt() throws Exception {
    AgentDriver run = run(", components: library/greeting@^1", GREETED, "Good morning");

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("result").path("value").asText()).isEqualTo("Good morning");
    assertThat(note.keys).hasSize(1);
    assertThat(run.output("stint_plan").path("steps").findValuesAsText("id"))
        .containsExactly("hello", "hello_kept", "hello_note", "result");
    assertThat(run.output("stint_plan").path("forecastTokens").longValue()).isBetween(50L, 100L);
    holds(run);
  }

  @Test
  void shouldDescribeAndOfferTheComponentsThatTheJobNames() throws Exception {
    run(", components: library/greeting@^1", GREETED, "Good morning");

    ModelRequest asked = model.requests.getFirst();
    assertThat(asked.data())
        .anyMatch(d ->
            d.name().equals("components")
                && d.value().at("/0/does").asText().startsWith("Greets")
                && d.value().at("/0/output/id").asText().equals("words"));
    JsonNode kinds = asked.outputSchema().orElseThrow().at("/properties/steps/items/anyOf");
    assertThat(kinds.findValuesAsText("const")).contains("library/greeting@^1");
  }

  @Test
  void shouldRefuseAComponentThatTheJobDoesNotNameForThePlanner() throws Exception {
    AgentDriver run = run("", GREETED, GREETED);

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().steps().get("stint_plan~2").failure().orElseThrow().code())
        .isEqualTo("plan_refused");
    assertThat(note.keys).isEmpty();
  }

  @Test
  void shouldNameTheStepOfThePlanWhoseComponentIsGivenSomethingWrong() throws Exception {
    String wrong = GREETED.replace("${{ inputs.question }}", "${{ steps.nobody.text }}");

    AgentDriver run = run(", components: library/greeting@^1", wrong, GREETED, "Good morning");

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("stint_plan").path("problems").toString())
        .contains("step hello")
        .contains("unknown_step");
  }

  @Test
  void shouldRefuseAPlanThatCostsMoreThanIsLeftAndAPromptThatIsNotGranted() throws Exception {
    String dear =
        """
        {"steps": [{"id": "result", "prompt": "prompts/say.md", "params": {"of": "x"}, "maxTokens": 100000}]}
        """;
    String foreign = dear.replace("say.md", "goal.md").replace("100000", "10");

    AgentDriver run = run(", prompts: prompts/say.md", dear, foreign);

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.output("stint_plan").at("/problems/0").asText()).contains("tokens");
    assertThat(run.state().steps().get("stint_plan~2").failure().orElseThrow().code())
        .isEqualTo("plan_refused");
  }

  @Test
  void shouldRefuseAPlanThatUsesWhatIsNotGrantedAndGiveUpAfterItsAttempts() throws Exception {
    String evil = "{\"steps\": [{\"id\": \"result\", \"tool\": \"mail.send\", \"params\": {}}]}";

    AgentDriver run = run("", evil, evil);

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().steps().get("stint_plan~2").failure().orElseThrow().code())
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
    assertThat(Set.copyOf(kinds.findValuesAsText("const")))
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
