package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.model.ModelRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Plans that models make, from the goal to the end: tries, refusals, approval. */
class PlannerRunTest extends PlannerRunFixture {
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
