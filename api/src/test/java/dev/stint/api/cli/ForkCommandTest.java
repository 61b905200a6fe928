package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New runs from a recorded run of the main job, and questions about both. */
class ForkCommandTest {
  private static final String SAMPLE = "../samples/monthly_compliance_report";

  @TempDir static Path folder;
  private static String run;

  @BeforeAll
  static void record() {
    run =
        stint("run", SAMPLE, "--approve-as", "compliance-lead", "-o", "json")
            .json()
            .path("run_id")
            .asText();
  }

  private static CommandLineRun stint(String... args) {
    return CommandLineRun.of(folder.resolve("data"), args);
  }

  private static JsonNode retried(String step) {
    CommandLineRun retried =
        stint(
            "runs", "retry", run, "--from", step, "--approve-as", "compliance-lead", "-o", "json");
    assertThat(retried.exit()).as(retried.out() + retried.err()).isZero();
    return retried.json();
  }

  private static JsonNode step(JsonNode shown, String id) {
    for (JsonNode step : shown.path("steps")) {
      if (step.path("id").asText().equals(id)) return step;
    }
    throw new AssertionError(id + " in " + shown);
  }

  @Test
  void shouldTakeOverTheStepsBeforeAndRunTheRestWithItsOwnApproval() {
    JsonNode again = retried("draft_report");
    String id = again.path("run_id").asText();
    JsonNode shown = stint("runs", "get", id, "-o", "json").json();
    assertThat(shown.at("/origin/run_id").asText()).isEqualTo(run);
    assertThat(shown.at("/origin/kind").asText()).isEqualTo("retry");
    assertThat(shown.at("/origin/from_step").asText()).isEqualTo("draft_report");
    assertThat(step(shown, "summarize_sections").path("attempts").asInt()).isZero();
    assertThat(step(shown, "summarize_sections").path("status").asText()).isEqualTo("succeeded");
    assertThat(step(shown, "draft_report").path("attempts").asInt()).isOne();
    assertThat(shown.path("approvals")).hasSize(1);
    assertThat(shown.at("/tokens/retrieve").asLong()).isZero();
    assertThat(shown.at("/tokens/generate").asLong()).isPositive();
  }

  @Test
  void shouldHoldWhenTheRetriedRunIsReplayed() {
    String id = retried("publish").path("run_id").asText();
    CommandLineRun replayed = stint("replay", id, "--verify", "-o", "json");
    assertThat(replayed.exit()).as(replayed.out() + replayed.err()).isZero();
    assertThat(replayed.json().get(0).at("/regenerated/step.attempt_started").asInt()).isEqualTo(2);
  }

  @Test
  void shouldRefuseAStepThatTheJobDoesNotHave() {
    CommandLineRun retried = stint("runs", "retry", run, "--from", "drafting");
    assertThat(retried.exit()).isEqualTo(5);
    assertThat(retried.err()).contains("found step \"drafting\"", "draft_report", "step_unknown");
  }

  @Test
  void shouldRefuseAStepBehindOneWithoutAnOutcome() {
    String partial =
        stint("run", SAMPLE, "--budget", "3000", "-o", "json").json().path("run_id").asText();
    CommandLineRun retried = stint("runs", "retry", partial, "--from", "publish");
    assertThat(retried.exit()).isEqualTo(6);
    assertThat(retried.err()).contains("step_not_reusable");
  }

  @Test
  void shouldForkWithAnotherInputAndShowHowTheTwoDiffer() {
    CommandLineRun forked =
        stint(
            "runs",
            "fork",
            run,
            "-i",
            "period=2026-01",
            "--approve-as",
            "compliance-lead",
            "-o",
            "json");
    assertThat(forked.exit()).as(forked.out() + forked.err()).isZero();
    String id = forked.json().path("run_id").asText();
    JsonNode diff = stint("runs", "diff", run, id, "-o", "json").json();
    assertThat(diff.at("/inputs/0/path").asText()).isEqualTo(".period");
    assertThat(diff.at("/inputs/0/b").asText()).isEqualTo("\"2026-01\"");
    assertThat(diff.path("same").toString()).contains("retrieve_policies[0]");
    assertThat(diff.path("units").findValuesAsText("unit")).contains("draft_report", "publish");
    assertThat(stint("runs", "diff", run, id).out()).contains("2026-01", "are alike in everything");
  }

  @Test
  void shouldFindTheRunsThatUsedADocumentAndWhatNamesIt() {
    JsonNode cited = stint("lineage", "--model", "offline/extractive", "-o", "json").json();
    assertThat(cited.path("items").findValuesAsText("run_id")).contains(run);
    String document = anyDocument();
    JsonNode found = stint("lineage", "--source", document, "-o", "json").json();
    JsonNode use = of(found, run);
    assertThat(use.path("units").toString()).contains("retrieve_policies");
    assertThat(use.path("passed_to").toString()).contains("summarize_sections");
    assertThat(use.path("documents").get(0).asText()).startsWith(document + " sha256:");
    assertThat(use.path("artifacts").findValuesAsText("name")).contains("report.md");
    JsonNode none = stint("lineage", "--source", "no-such.md", "-o", "json").json();
    assertThat(none.path("items")).isEmpty();
    assertThat(none.path("scanned").asInt()).isPositive();
  }

  @Test
  void shouldFindTheRunsOfAJobVersion() {
    JsonNode found =
        stint("lineage", "--job-version", "monthly_compliance_report@1.0.0", "-o", "json").json();
    assertThat(found.path("items").findValuesAsText("run_id")).contains(run);
    assertThat(stint("lineage").exit()).isEqualTo(2);
  }

  private static JsonNode of(JsonNode found, String id) {
    for (JsonNode use : found.path("items")) {
      if (use.path("run_id").asText().equals(id)) return use;
    }
    throw new AssertionError(id + " in " + found);
  }

  /** A document that the report names, taken from the report itself. */
  private static String anyDocument() {
    Path saved = folder.resolve("saved");
    stint("runs", "artifacts", run, "--save", saved.toString());
    try {
      String report = java.nio.file.Files.readString(saved.resolve("report.md"));
      try (var files = java.nio.file.Files.list(Path.of(SAMPLE, "policies"))) {
        return files
            .map(f -> f.getFileName().toString())
            .filter(report::contains)
            .findFirst()
            .orElseThrow();
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
