package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Json;
import org.junit.jupiter.api.Test;

/** What somebody who follows a run hears of its way through the plan. */
class PlanLineTest {
  private static String line(String type, String data) {
    return PlanLine.of(type, Json.parse(data), new Terminal());
  }

  @Test
  void shouldTellThatACheckHasStepsDoneAgain() {
    assertThat(line("redo.planned", "{\"step\": \"validate\", \"round\": 2}"))
        .contains("validate  is not good enough, round 2 begins");
  }

  @Test
  void shouldTellWhichWayABranchGoes() {
    assertThat(line("branch.taken", "{\"step\": \"route\", \"arm\": 1}"))
        .contains("route  takes case 2");
    assertThat(line("branch.taken", "{\"step\": \"route\", \"arm\": -1}"))
        .contains("route  takes no case");
  }

  @Test
  void shouldTellWhyAChildFailed() {
    assertThat(
            line(
                "child.ended",
                """
                {"unit": "each[1]", "run": "run-1", "status": "failed", "failure": {"message": "no such page"}}
                """))
        .contains("each[1]  run-1 ended failed: no such page");
  }

  @Test
  void shouldSayNothingOfWhatIsNoNews() {
    assertThat(line("loop.judged", "{\"step\": \"refine\"}")).isEmpty();
  }
}
