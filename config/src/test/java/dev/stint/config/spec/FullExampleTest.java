package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Json;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FullExampleTest {
  private static final String SCOPE =
      """
      {"inputs": {"period": "2026-05", "pages": 20, "sources": "policies"},
       "run": {"id": "run-1", "submittedAt": "2026-06-01T06:00:00Z", "submittedBy": "user:eve",
               "outcome": "ok", "department": "legal"},
       "steps": {"retrieve_policies": {"documents": [{"text": "a"}, {"text": "b"}]},
                 "draft_report": {"report": "# R", "sections": [{"citations": [1, 2]}]}},
       "item": {"text": "a"}, "index": 0}
      """;

  private static CompiledJob job() throws BundleException {
    var result = SpecReader.read(JobBundle.load(Jobs.monthly()));
    assertThat(result).isInstanceOf(SpecResult.Ok.class);
    assertThat(((SpecResult.Ok) result).warnings())
        .isNotEmpty()
        .allMatch(warning -> warning.code().equals("not_enforced"));
    return Jobs.compiled(result);
  }

  @Test
  void shouldReadTheFullExampleClean() throws BundleException {
    JobSpec spec = job().spec();
    assertThat(spec.name()).isEqualTo("monthly_compliance_report");
    assertThat(spec.department()).isEqualTo("legal");
    assertThat(spec.budget().softTokens()).isEqualTo(OptionalLong.of(15_000));
    assertThat(spec.budget().maxTime()).contains(Duration.ofHours(2));
    assertThat(spec.model().provider()).isEqualTo("openai");
    assertThat(spec.model().model()).isEqualTo("gpt-5-mini");
    assertThat(spec.tool("portal.publish").orElseThrow().effect()).contains(Effect.WRITE);
    assertThat(spec.policies().pii().redact()).contains(PiiPolicy.Kind.SECRET);
    assertThat(spec.plan()).hasSize(7);
    assertThat(spec.schedule().orElseThrow().catchUp()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void shouldFillInWhatStepsLeaveOut() throws BundleException {
    var summarize = (PromptStep) job().spec().step("summarize_sections").orElseThrow();
    assertThat(summarize.frame().dependsOn()).containsExactly("retrieve_policies");
    assertThat(summarize.frame().stage()).isEqualTo(Stage.GENERATE);
    assertThat(summarize.frame().timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(summarize.prompt()).isEqualTo("prompts/summarize.md");
    assertThat(summarize.promptVersion()).isEqualTo(OptionalInt.of(3));
  }

  @Test
  void shouldKeepTheTypeOfALoneExpressionAndWriteOthersIntoText() throws BundleException {
    var scope = Json.parse(SCOPE);
    assertThat(job().params("retrieve_policies", scope))
        .isEqualTo(
            Json.parse(
                "{\"tags\":[\"compliance\",\"2026-05\"],\"title\":\"For 2026-05, 20 pages\"}"));
    assertThat(job().params("summarize_sections", scope).path("number").longValue()).isEqualTo(1);
    assertThat(job().items("summarize_sections", scope)).hasSize(2);
    assertThat(job().when("publish", scope)).contains(true);
    assertThat(job().when("validate", scope)).isEmpty();
    assertThat(job().source("policies", scope)).isEqualTo("folder:policies");
  }

  @Test
  void shouldKnowOrderReadsAndFiles() throws BundleException {
    CompiledJob job = job();
    assertThat(job.ancestors("draft_report"))
        .containsExactly("compile_citations", "retrieve_policies", "summarize_sections");
    assertThat(job.reads("draft_report"))
        .containsExactly("compile_citations", "summarize_sections");
    assertThat(job.reads("publish")).containsExactly("draft_report", "validate");
    assertThat(job.citationsChecked("publish")).isTrue();
    assertThat(job.citationsChecked("draft_report")).isFalse();
    assertThat(job.promptText("draft_report")).startsWith("Write {{length_pages}}");
    assertThat(job.outputSchema("summarize_sections").orElseThrow().path("required")).hasSize(1);
    assertThat(job.directory()).containsExactly("Erika Mustermann");
    assertThat(job.bundle().files().keySet())
        .containsExactly(
            "evals/golden.jsonl",
            "job.yaml",
            "people.txt",
            "prompts/draft.md",
            "prompts/summarize.md",
            "schemas/draft.json",
            "schemas/section.json");
  }

  @Test
  void shouldCompleteAndCheckInputs() throws BundleException {
    var run = Json.parse(SCOPE).path("run");
    assertThat(job().inputsWithDefaults(Json.parse("{\"pages\": 7}"), run))
        .isEqualTo(
            new InputsResult.Accepted(
                Json.parse("{\"pages\":7,\"period\":\"2026-05\",\"sources\":\"policies\"}")));
    var refused = job().inputsWithDefaults(Json.parse("{\"pages\": 3, \"perod\": \"x\"}"), run);
    assertThat(((InputsResult.Refused) refused).problems())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "/pages: expected a number from 5 up, found 3",
            "/perod: unknown property \"perod\" (did you mean \"period\"?)");
  }

  @Test
  void shouldTypeInputsGivenAsText() throws BundleException {
    assertThat(job().inputsFromText(java.util.Map.of("pages", "7", "period", "2026")))
        .isEqualTo(Json.parse("{\"pages\":7,\"period\":\"2026\"}"));
  }
}
