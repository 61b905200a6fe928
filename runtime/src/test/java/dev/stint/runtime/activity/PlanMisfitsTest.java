package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.runtime.tool.NoopTool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a model is told whose plan does not fit: its own step, and what is wrong with it. */
class PlanMisfitsTest {
  private static final PlannerSpec PLANNER =
      new PlannerSpec(
          "goal.md",
          Optional.empty(),
          List.of("stint.noop"),
          List.of(),
          List.of("work.md"),
          List.of(),
          20,
          3,
          2_000,
          Optional.empty());

  private static List<String> misfits(String... steps) {
    JsonNode schema =
        PlanSchema.of(List.of(new NoopTool().descriptor()), PLANNER, Map.of(), PLANNER.maxSteps());
    return PlanMisfits.of(schema, Json.parse("{\"steps\": [" + String.join(",", steps) + "]}"));
  }

  @Test
  void shouldSayNothingOfAPlanThatFits() {
    assertThat(
            misfits("{'id': 'a', 'tool': 'stint.noop', 'params': {'value': 1}}".replace('\'', '"')))
        .isEmpty();
  }

  @Test
  void shouldNameTheStepAndWhatIsOffered() {
    assertThat(misfits("{\"id\": \"a\", \"tool\": \"mail.send\"}"))
        .containsExactly(
            "step a: there is no tool mail.send for this plan; there are [stint.noop]");
  }

  @Test
  void shouldSayWhatAStepOfAKnownFormLacks() {
    assertThat(misfits("{\"id\": \"a\", \"agent\": \"work.md\"}"))
        .singleElement()
        .asString()
        .startsWith("step a at ")
        .contains("stop");
  }

  @Test
  void shouldNameTheStepInsideOfABlock() {
    String loop =
        "{\"id\": \"l\", \"loop\": {\"max\": 2, \"until\": \"true\", \"steps\": ["
            + "{\"id\": \"in\", \"tool\": \"mail.send\"},"
            + "{\"id\": \"deep\", \"loop\": {}}]}}";

    assertThat(misfits(loop))
        .containsExactly(
            "step in: there is no tool mail.send for this plan; there are [stint.noop]",
            "step deep: a loop stands in no other block");
  }

  @Test
  void shouldSayThatAStepIsOfOneKind() {
    assertThat(misfits("{\"id\": \"a\"}").getFirst())
        .startsWith("step a: expected one of [tool, prompt, agent, use, branch, loop], found []");
  }

  @Test
  void shouldSayWhatIsWrongAroundTheSteps() {
    assertThat(PlanMisfits.of(PlanSchema.of(List.of(), PLANNER, Map.of(), 5), Json.parse("{}")))
        .isNotEmpty();
  }
}
