package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.runtime.model.ModelRequest;
import org.junit.jupiter.api.Test;

/** What a plan of a model may consist of, and what of it is refused. */
class PlannedKindsTest extends PlannerRunFixture {
  private static final String GREETED =
      """
      {"steps": [
        {"id": "hello", "use": "library/greeting@^1", "with": {"name": "${{ inputs.question }}"}},
        {"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.hello.text }}"}}]}
      """;

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
}
