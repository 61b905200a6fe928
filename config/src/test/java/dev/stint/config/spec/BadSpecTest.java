package dev.stint.config.spec;

import static dev.stint.config.spec.Jobs.onlyProblem;
import static dev.stint.config.spec.Jobs.plan;
import static dev.stint.config.spec.Jobs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of bad specs: each is refused at its place, with a stable code (B7, B18, B19, B20). */
class BadSpecTest {
  private static final String GOOD = "- {id: a, tool: t.one}\n";

  @Test
  void shouldReadTheJobThatTheOthersSpoil() {
    assertThat(problems(plan(GOOD))).isEmpty();
  }

  /** Each row: the code, a line to add to a good job, and the text the problem points at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          unknown_key        | budgett: {}                                       | budgett
          wrong_type         | budget: 12                                        | 12
          wrong_type         | budget: {tokens: {hard: many}}                    | many
          out_of_range       | budget: {tokens: {hard: 0}}                       | 0}}
          out_of_range       | budget: {tokens: {hard: -5}}                      | -5
          out_of_range       | budget: {tokens: {hard: 9223372036854775808}}     | 9223372036854775808
          out_of_range       | budget: {tokens: {hard: 9007199254740993}}        | 9007199254740993
          budget_order       | budget: {tokens: {soft: 30, hard: 20}}            | 30
          budget_order       | budget: {tokens: {hard: 15}, reserve: 19}         | 19}
          bad_duration       | defaults: {timeout: soon}                         | soon
          out_of_range       | defaults: {retry: {max: 1000000000}}              | 1000000000
          unknown_value      | budget: {onHard: parial}                          | parial
          bad_cron           | schedule: {cron: '* * * * * *'}                   | '* * * * * *'
          bad_cron           | schedule: {cron: '0 6 30 2 *'}                    | '0 6
          unknown_value      | schedule: {cron: '0 6 * * *', timezone: Mars/One} | Mars/One
          sla_kind           | sla: {due: '10:00', within: 2h}                   | {due: '10
          bad_name           | model: {use: gpt}                                 | gpt
          bad_schema         | inputs: {properties: {x: {type: strnig}}}         | strnig
          bad_default        | inputs: {properties: {x: {type: integer, default: a}}} | a}
          unknown_value      | policies: {citations: {from: [nowhere]}}          | nowhere
          path_unsafe        | policies: {pii: {directory: ../../etc/passwd}}    | ../../etc
          path_unsafe        | policies: {pii: {directory: '%2e%2e/x'}}          | '%2e
          file_missing       | policies: {pii: {directory: people.txt}}          | people.txt
          bad_gate           | evals: {gates: ['drop table']}                    | 'drop
          unknown_step       | outputs: {o: {value: '${{ steps.b }}'}}           | steps.b
          expression_syntax  | outputs: {o: {value: '${{ steps.a + }}'}}         | }}'}}
          bad_name           | labels: {department: lеgal}                       | lеgal
          unknown_value      | alerts: [{on: [budget.sof], to: [log]}]           | budget.sof
          """)
  void shouldRefuseABadSection(String code, String line, String at) {
    String text = plan(GOOD) + line + "\n";
    if (code.equals("expression_syntax")) {
      assertThat(problems(text)).singleElement().extracting(SpecProblem::code).isEqualTo(code);
    } else {
      onlyProblem(text, at, code);
    }
  }

  /** Each row: the code, a second step, and the text the problem points at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          duplicate_id        | {id: a, tool: t.one}                                       | a, tool: t.one} #2
          bad_name            | {id: B-1, tool: t.one}                                     | B-1
          bad_name            | {id: аа, tool: t.one}                                      | аа
          missing             | {tool: t.one, dependsOn: []}                               | {tool: t.one, dep
          step_kind           | {id: b}                                                    | {id: b}
          step_kind           | {id: b, tool: t.one, prompt: p.md}                         | p.md
          tool_not_granted    | {id: b, tool: t.two}                                       | t.two
          self_dependency     | {id: b, tool: t.one, dependsOn: [b]}                       | b]
          unknown_step        | {id: b, tool: t.one, dependsOn: [zzz]}                     | zzz
          unknown_step        | {id: b, tool: t.one, params: {x: '${{ steps.q1.y }}'}}     | steps.q1
          step_not_before     | {id: b, tool: t.one, dependsOn: [], params: {x: '${{ steps.a }}'}} | steps.a
          step_not_named      | {id: b, tool: t.one, params: {x: '${{ steps }}'}}          | steps }}
          unknown_input       | {id: b, tool: t.one, params: {x: '${{ inputs.z }}'}}       | inputs.z
          unknown_run_field   | {id: b, tool: t.one, when: run.outcom == 'x'}              | run.outcom
          expression_type     | {id: b, tool: t.one, when: 1 + 1}                          | 1 + 1
          expression_type     | {id: b, tool: t.one, params: {x: "${{ 1 + 'a' }}"}}        | + 'a'
          expression_unknown_name | {id: b, tool: t.one, when: step.a == 1}                | step.a
          item_outside_for_each | {id: b, tool: t.one, params: {x: '${{ item }}'}}         | item }}
          expression_syntax   | {id: b, tool: t.one, params: {x: 'a ${{ 1'}}               | ${{ 1
          file_missing        | {id: b, prompt: prompts/none.md}                           | prompts/none
          path_unsafe         | {id: b, prompt: /etc/passwd}                               | /etc
          approval_on_expire  | {id: b, approval: {by: ['user:eve'], onExpire: approve}}   | approve}}
          missing             | {id: b, approval: {expires: 1h}}                           | {expires
          check_kind          | {id: b, check: [{id: c}]}                                  | {id: c}
          misplaced_key       | {id: b, tool: t.one, maxTokens: 5}                         | 5}
          needs_for_each      | {id: b, tool: t.one, maxParallel: 2}                       | 2}
          wait_kind           | {id: b, wait: {}}                                          | {}}
          wrong_type          | {id: b, tool: t.one, params: [1]}                          | [1]
          unknown_value       | {id: b, tool: t.one, stage: generat}                       | generat
          """)
  void shouldRefuseABadStep(String code, String step, String at) {
    String text = plan(GOOD + "- " + step + " #2\n");
    onlyProblem(text, at, code);
  }

  @Test
  void shouldNameACycle() {
    var problem =
        onlyProblem(
            plan(
                "- {id: a, tool: t.one, dependsOn: [c]}\n- {id: b, tool: t.one}\n- {id: c, tool: t.one}\n"),
            "[c]",
            "cycle");
    assertThat(problem.message()).isEqualTo("the steps wait for each other: a -> c -> b -> a");
  }

  @Test
  void shouldSuggestWhatWasMeant() {
    var problem =
        onlyProblem(
            plan(
                "- {id: summarize_sections, tool: t.one}\n- {id: b, tool: t.one, dependsOn: [summarise]}\n"),
            "summarise]",
            "unknown_step");
    assertThat(problem.toString())
        .isEqualTo(
            "job.yaml:10:38 plan[1].dependsOn[0]: unknown step \"summarise\""
                + " (did you mean \"summarize_sections\"?)");
  }

  @Test
  void shouldReportEverythingAtOnceInOrder() {
    String text =
        "apiVersion: stint/v2\nkind: Job\nname: Bad Name\nversion: one\nowner: nobody\n"
            + "budget: {tokens: {hard: -1}}\nplan:\n  - {id: a, tool: x.y, whenn: true}\n";
    assertThat(problems(text))
        .extracting(p -> p.line() + " " + p.code())
        .containsExactly(
            "1 unknown_value",
            "3 bad_name",
            "4 bad_version",
            "5 bad_name",
            "6 out_of_range",
            "8 tool_not_granted",
            "8 unknown_key");
  }

  @Test
  void shouldReportAtMostFiftyProblems() {
    var steps = new StringBuilder();
    for (int i = 0; i < 120; i++) steps.append("- {id: s").append(i).append(", tool: no.tool}\n");
    assertThat(problems(plan(steps.toString()))).hasSize(50);
  }

  @Test
  void shouldRefuseTooManySteps() {
    var steps = new StringBuilder();
    for (int i = 0; i < 201; i++) steps.append("- {id: s").append(i).append(", tool: t.one}\n");
    assertThat(problems(plan(steps.toString()))).extracting(SpecProblem::code).contains("limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghij0123456789",
        "sk-proj-0123456789abcdef0123",
        "-----BEGIN RSA PRIVATE KEY-----"
      })
  void shouldRefuseALiteralSecretAndNeverRepeatIt(String secret) {
    var found = problems(plan(GOOD) + "title: '" + secret + "'\ndescription: 12\n");
    assertThat(found).extracting(SpecProblem::code).contains("secret_literal", "wrong_type");
    assertThat(found).noneMatch(p -> (p + p.hint()).contains(secret));
    var misplaced = problems(plan(GOOD) + "budget: {tokens: {hard: '" + secret + "'}}\n");
    assertThat(misplaced).noneMatch(p -> (p + p.hint()).contains(secret));
  }

  @Test
  void shouldRefuseAWriteBeforeCitationsAreChecked() {
    String head =
        Jobs.HEAD
            + "tools:\n  - {use: t.one@^1, effect: write}\npolicies: {citations: {minPerSection: 2}}\nplan:\n";
    onlyProblem(head + "  - {id: a, tool: t.one}\n", "t.one}", "citations_unchecked");
    String check =
        "  - {id: c, check: [{id: cite, citations: inputs}]WHEN}\n  - {id: a, tool: t.one}\n";
    assertThat(problems(head + check.replace("WHEN", ""))).isEmpty();
    // a check that may be skipped enforces nothing
    assertThat(problems(head + check.replace("WHEN", ", when: run.outcome == 'x'")))
        .extracting(SpecProblem::code)
        .containsExactly("citations_unchecked");
  }

  @Test
  void shouldRefuseAStepWithoutTheApprovalItsToolRequires() {
    String head = Jobs.HEAD + "tools:\n  - {use: t.one@^1, approval: required}\nplan:\n";
    onlyProblem(head + "  - {id: a, tool: t.one}\n", "t.one}", "approval_missing");
    assertThat(problems(head + "  - {id: a, tool: t.one, approval: {by: ['user:eve']}}\n"))
        .isEmpty();
  }

  @Test
  void shouldPointIntoAnExpressionOfABlock() {
    String text =
        plan(
            """
            - {id: a, tool: t.one}
            - id: b
              check:
                - id: c
                  assert: |
                    steps.a.x > 1 &&
                    steps.missing.y > 2
            """);
    onlyProblem(text, "steps.missing", "unknown_step");
  }

  @Test
  void shouldCheckPromptsAgainstParams() throws BundleException {
    var result = Jobs.monthlyWith("prompts/draft.md", "Pages: {{length_pages}}\n  {{autor}}\n");
    assertThat(problems(result))
        .singleElement()
        .satisfies(p -> {
          assertThat(p.toString()).startsWith("prompts/draft.md:2:3 ");
          assertThat(p.code()).isEqualTo("prompt_variable_unknown");
        });
  }

  @Test
  void shouldRefuseMissingAndBrokenFiles() throws BundleException {
    assertThat(problems(Jobs.monthlyWith("schemas/draft.json", "")))
        .extracting(SpecProblem::code)
        .containsExactly("file_missing");
    assertThat(problems(Jobs.monthlyWith("schemas/draft.json", "{\"type\": 7}")))
        .extracting(p -> p.file() + " " + p.code())
        .contains("schemas/draft.json bad_schema");
    assertThat(problems(Jobs.monthlyWith("prompts/draft.md", "{{citations}} AKIAIOSFODNN7EXAMPLE")))
        .extracting(SpecProblem::toString)
        .containsExactly("prompts/draft.md:1:15 a secret is written out here (AWS access key)");
  }

  @Test
  void shouldRefuseAnUnboundedRegularExpressionOnlyWhenItCannotRunInLinearTime() {
    assertThat(
            problems(plan(GOOD) + "inputs: {properties: {x: {type: string, pattern: '(a+)+$'}}}\n"))
        .isEmpty();
    onlyProblem(
        plan(GOOD) + "inputs: {properties: {x: {type: string, pattern: '(?=a)b'}}}\n",
        "'(?=a)b'",
        "bad_schema");
  }

  @Test
  void shouldRefuseInputsWhosePropertiesAreNoMapping() {
    onlyProblem(plan(GOOD) + "inputs: {properties: 7}\n", "7}", "bad_schema");
  }
}
