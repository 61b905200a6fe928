package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which checks may have which steps done again. */
class PlanRedosTest {
  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: redo
      version: 1.0.0
      owner: group:test
      tools: [{use: stint.noop@^1}]
      plan:
      """;

  private static SpecResult read(String plan) {
    return SpecReader.read(HEAD + plan.indent(2));
  }

  private static List<String> problems(String plan) {
    return read(plan) instanceof SpecResult.Invalid invalid
        ? invalid.problems().stream().map(SpecProblem::code).toList()
        : List.of();
  }

  private static final String DRAFT =
      """
      - {id: look, tool: stint.noop, params: {value: 1}}
      - {id: draft, tool: stint.noop, params: {value: '%s'}}
      - {id: polish, tool: stint.noop, params: {value: '${{ steps.draft.value }}'}}
      - {id: aside, dependsOn: [%s], tool: stint.noop}
      - id: validate
        dependsOn: [polish]
        check: [{id: good, assert: 'steps.polish.value != null'}]
        onFail: %s
      - {id: after, dependsOn: [validate, aside], tool: stint.noop}
      """;

  @Test
  void shouldDoAgainWhatStandsBetweenTheStepAndTheCheck() {
    var result = read(DRAFT.formatted("${{ redo.findings }}", "look", "{redo: draft, max: 3}"));

    assertThat(result).as("%s", result).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) result).job();
    assertThat(job.again("validate")).containsExactly("draft", "polish", "validate");
    assertThat(job.again("after")).isEmpty();
    assertThat(((CheckStep) job.spec().step("validate").orElseThrow()).redo())
        .contains(new Redo("draft", 3));
  }

  @Test
  void shouldRefuseAStepThatTheCheckDoesNotDependOn() {
    assertThat(problems(DRAFT.formatted("x", "look", "{redo: after}")))
        .containsExactly("redo_not_before");
    assertThat(problems(DRAFT.formatted("x", "look", "{redo: drafft}")))
        .containsExactly("unknown_step");
  }

  @Test
  void shouldRefuseAStepThatGoesOnWithWhatHasNotPassed() {
    assertThat(problems(DRAFT.formatted("x", "draft", "{redo: draft}")))
        .containsExactly("redo_escapes");
  }

  @Test
  void shouldRefuseMoreRoundsThanTheMostAndFewerThanOne() {
    assertThat(problems(DRAFT.formatted("x", "look", "{redo: draft, max: 11}")))
        .containsExactly("out_of_range");
    assertThat(problems(DRAFT.formatted("x", "look", "{redo: draft, max: 0}")))
        .containsExactly("out_of_range");
    assertThat(problems(DRAFT.formatted("x", "look", "{max: 2}"))).containsExactly("missing");
  }

  @Test
  void shouldKnowFindingsOnlyWhereThereMayBeSome() {
    assertThat(problems(DRAFT.formatted("${{ redo.findings }}", "look", "fail")))
        .containsExactly("redo_outside");
  }

  @Test
  void shouldRefuseToRepeatABlockOrToRepeatWithinOne() {
    assertThat(
            problems(
                """
                - id: each
                  loop: {max: 2, until: 'true', steps: [{id: draft, tool: stint.noop}]}
                - id: validate
                  check: [{id: good, assert: 'steps.each.done'}]
                  onFail: {redo: each}
                """))
        .containsExactly("redo_over_block");
    assertThat(
            problems(
                """
                - id: each
                  loop:
                    max: 2
                    until: 'true'
                    steps:
                      - {id: draft, tool: stint.noop}
                      - {id: validate, check: [{id: good, assert: 'true'}], onFail: {redo: draft}}
                """))
        .containsExactly("redo_over_block");
  }

  @Test
  void shouldRefuseTwoChecksThatDoTheSameAgain() {
    assertThat(
            problems(
                """
                - {id: draft, tool: stint.noop}
                - {id: one, check: [{id: good, assert: 'true'}], onFail: {redo: draft}}
                - {id: two, check: [{id: good, assert: 'true'}], onFail: {redo: draft}}
                """))
        .containsExactly("redo_overlap");
  }
}
