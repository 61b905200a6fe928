package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotEnforcedTest {
  private static List<String> warned(String sections) {
    var result =
        SpecReader.read(
            Jobs.plan("- {id: one, tool: t.one, params: {}, retry: {max: 1, jitter: 0.1}}\n")
                + sections);
    assertThat(result).isInstanceOf(SpecResult.Ok.class);
    return ((SpecResult.Ok) result).warnings().stream().map(SpecProblem::pointer).toList();
  }

  @Test
  void shouldWarnWithThePlaceAboutWhatIsNotActedUpon() {
    assertThat(warned("sla: {within: 5h}\n")).containsExactly("/plan/0/retry/jitter", "/sla");
  }

  @Test
  void shouldWarnWhereArtifactsAreToOutliveWhatTheirKeyGoesWith() throws Exception {
    assertThat(warned("retention: {logs: 30d, artifacts: 60d}\n"))
        .containsExactly("/plan/0/retry/jitter", "/retention/artifacts");
    assertThat(warned("retention: {logs: 60d, artifacts: 30d}\n"))
        .containsExactly("/plan/0/retry/jitter");
  }

  @Test
  void shouldWarnAboutCachesOfToolsAndNotOfPrompts() throws Exception {
    String plan =
        """
        plan:
          - {id: one, tool: t.one, params: {}, cache: 1h}
          - {id: two, prompt: prompts/two.md, cache: 1h}
        """;
    String job = Jobs.plan("- {id: x, tool: t.one, params: {}}\n");
    byte[] spec =
        (job.substring(0, job.indexOf("plan:")) + plan)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var read =
        SpecReader.read(
            JobBundle.of(java.util.Map.of("job.yaml", spec, "prompts/two.md", new byte[] {'a'})));
    assertThat(((SpecResult.Ok) read).warnings().stream().map(SpecProblem::pointer))
        .containsExactly("/plan/0/cache");
  }

  @Test
  void shouldWarnAboutStepsInsideOfBranchesAndLoops() {
    String plan =
        """
        - id: way
          branch:
            - when: 'true'
              steps: [{id: one, tool: t.one, cache: 1h}]
            - else:
                - id: again
                  loop:
                    max: 2
                    until: 'true'
                    steps: [{id: two, tool: t.one, retry: {max: 1, jitter: 0.1}}]
        """;
    var read = SpecReader.read(Jobs.plan(plan));

    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    assertThat(((SpecResult.Ok) read).warnings().stream().map(SpecProblem::pointer))
        .containsExactly(
            "/plan/0/branch/0/steps/0/cache", "/plan/0/branch/1/else/0/loop/steps/0/retry/jitter");
  }

  @Test
  void shouldWarnAboutThrottlingAndNotAboutAlerting() {
    String budget = "budget: {tokens: {soft: 100, hard: 200}, onSoft: %s}\n";
    assertThat(warned(budget.formatted("throttle"))).contains("/budget/onSoft");
    assertThat(warned(budget.formatted("alert"))).doesNotContain("/budget/onSoft");
  }
}
