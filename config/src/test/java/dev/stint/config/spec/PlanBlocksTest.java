package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches, loops and children as composers write them, and what is wrong with them. */
class PlanBlocksTest {
  private static final String BRANCH =
      """
      - {id: a, tool: t.one}
      - id: route
        branch:
          - when: 'steps.a == 1'
            steps: [{id: left, tool: t.one}, {id: left_two, tool: t.one}]
          - else: [{id: right, tool: t.one}]
      """;

  private static List<String> codes(String steps) {
    return Jobs.problems(Jobs.plan(steps)).stream().map(SpecProblem::code).toList();
  }

  @Test
  void shouldReadBranchesAndKnowWhatComesBefore() {
    CompiledJob job = Jobs.compiled(Jobs.plan(BRANCH + "- {id: z, tool: t.one}\n"));

    assertThat(job.spec().plan())
        .extracting(StepSpec::id)
        .containsExactly("a", "route", "left", "left_two", "right", "z");
    assertThat(job.ancestors("left_two")).containsExactlyInAnyOrder("a", "left");
    assertThat(job.ancestors("z")).contains("a", "route", "left", "right");
    assertThat(job.spec().step("right").orElseThrow().frame().within())
        .contains(new Within("route", 1));
  }

  @Test
  void shouldRefuseToReadAStepThatMayNotHaveBeenTaken() {
    String reads = "- {id: z, tool: t.one, params: {v: '${{ steps.left.x }}'}}\n";
    String asks =
        "- {id: z, tool: t.one, params: {v: '${{ has(steps.left) ? steps.left : 0 }}'}}\n";

    assertThat(codes(BRANCH + reads)).containsExactly("step_in_branch");
    assertThat(codes(BRANCH + asks)).isEmpty();
  }

  @Test
  void shouldRefuseDependenciesAcrossBlocks() {
    assertThat(codes(BRANCH + "- {id: z, tool: t.one, dependsOn: [left]}\n"))
        .containsExactly("dependency_across_block");
  }

  @Test
  void shouldRefuseCasesThatAreNone() {
    assertThat(codes("- id: r\n  branch: [{when: 'true'}]\n")).containsExactly("case_kind");
    assertThat(
            codes(
                """
                - id: r
                  branch: [{else: [{id: x, tool: t.one}]}, {when: 'true', steps: []}]
                """))
        .containsExactly("else_not_last");
  }

  @Test
  void shouldFindMistakesInsideBlocksToo() {
    assertThat(
            codes(
                """
                - id: r
                  branch: [{else: [{id: x, tool: t.two}, {id: x, tool: t.one}]}]
                """))
        .containsExactlyInAnyOrder("tool_not_granted", "duplicate_id");
  }

  @Test
  void shouldKeepTheStepsOfALoopInside() {
    String loop =
        """
        - id: refine
          loop:
            max: 3
            until: 'steps.draft.ok && iteration.number > 1'
            steps: [{id: draft, tool: t.one, params: {before: '${{ iteration.previous }}'}}]
        """;

    assertThat(codes(loop)).isEmpty();
    assertThat(codes(loop + "- {id: z, tool: t.one, params: {v: '${{ steps.draft }}'}}\n"))
        .containsExactly("step_not_before");
    assertThat(codes(loop + "- {id: z, tool: t.one, params: {v: '${{ iteration.number }}'}}\n"))
        .containsExactly("iteration_outside_loop");
  }

  @Test
  void shouldBoundLoopsAndDepth() {
    assertThat(
            codes(
                """
                - id: l
                  loop: {max: 1000, until: 'true', steps: [{id: x, tool: t.one}]}
                """))
        .containsExactly("out_of_range");
    String deep = "{id: x5, tool: t.one}";
    for (int i = 5; i > 0; i--) deep = "{id: b" + i + ", branch: [{else: [" + deep + "]}]}";
    assertThat(codes("- " + deep + "\n")).containsExactly("limit");
  }

  @Test
  void shouldReadChildrenWithTheirRangeAndBudget() {
    CompiledJob job =
        Jobs.compiled(
            Jobs.plan(
                "- {id: c, job: triage@^1, inputs: {n: 1}, budget: 500, forEach: '[1, 2]'}\n"));

    var step = (JobStep) job.spec().step("c").orElseThrow();
    assertThat(step.job()).isEqualTo("triage");
    assertThat(step.versionRange()).isEqualTo("^1");
    assertThat(step.budget()).hasValue(500);
    assertThat(codes("- {id: c, job: triage@soon}\n")).containsExactly("bad_version_range");
  }

  @Test
  void shouldNotCountACitationCheckThatMayBeSkipped() {
    String checked =
        """
        policies: {citations: {minPerSection: 1}}
        tools: [{use: t.one@^1}, {use: t.write@^1, effect: write}]
        plan:
          - {id: draft, tool: t.one}
          - id: maybe
            branch: [{when: 'steps.draft.x', steps: [{id: c, check: [{id: c, citations: steps.draft}]}]}]
          - {id: send, tool: t.write}
        """;

    assertThat(Jobs.problems(Jobs.with(checked)))
        .extracting(SpecProblem::code)
        .containsExactly("citations_unchecked");
  }
}
