package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.journal.DoctoredJournal;
import dev.stint.persistence.journal.DoctoredJournal.Said;
import dev.stint.persistence.journal.record.RecordedHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of the main job, as recorded and as a forger with the whole program would have it. */
class ReplayCommandTest {
  private static final String SAMPLE = "../samples/monthly_compliance_report";

  @TempDir static Path folder;
  private static String run;
  private static String partial;

  @BeforeAll
  static void record() {
    run = recorded("--approve-as", "compliance-lead");
    partial = recorded("--budget", "3000");
  }

  private static String recorded(String... options) {
    String[] args = new String[options.length + 4];
    args[0] = "run";
    args[1] = SAMPLE;
    args[2] = "-o";
    args[3] = "json";
    System.arraycopy(options, 0, args, 4, options.length);
    CommandLineRun done = stint(args);
    return done.json().path("run_id").asText();
  }

  private static CommandLineRun stint(String... args) {
    return CommandLineRun.of(folder.resolve("data"), args);
  }

  @Test
  void shouldHoldForTheMainJob() {
    CommandLineRun replayed = stint("replay", run, "--verify", "-o", "json");
    assertThat(replayed.exit()).as(replayed.out() + replayed.err()).isZero();
    JsonNode found = replayed.json().get(0);
    assertThat(found.path("holds").asBoolean()).isTrue();
    assertThat(found.path("events").asInt()).isGreaterThan(30);
    assertThat(found.at("/regenerated/step.attempt_started").asInt()).isGreaterThan(10);
    assertThat(found.at("/regenerated/step.expanded").asInt()).isEqualTo(3);
    assertThat(found.at("/regenerated/approval.requested").asInt()).isEqualTo(1);
    assertThat(found.path("not_rederivable_here")).isEmpty();
  }

  @Test
  void shouldHoldForARunThatEndedPartial() {
    CommandLineRun replayed = stint("replay", partial, "--verify", "-o", "json");
    assertThat(replayed.exit()).as(replayed.out() + replayed.err()).isZero();
    assertThat(replayed.json().get(0).at("/regenerated/run.budget_exhausted").asInt()).isOne();
  }

  @Test
  void shouldSayHowManyHold() {
    CommandLineRun replayed = stint("replay", "--all", "--verify");
    assertThat(replayed.exit()).as(replayed.out() + replayed.err()).isZero();
    assertThat(replayed.out()).contains("2 runs", "2 hold, 0 do not", "events/s");
  }

  @Test
  void shouldAskForARunOrForAll() {
    assertThat(stint("replay", "--verify").exit()).isEqualTo(2);
    assertThat(stint("replay", run, "--all", "--verify").exit()).isEqualTo(2);
    assertThat(stint("replay", "--all", "--verify", "--since", "yesterday").exit()).isEqualTo(2);
  }

  @Test
  void shouldExplainAnAttemptThatReservedLessThanItsStepAskedFor() throws Exception {
    JsonNode found =
        doctored(h ->
            h.type().equals("step.attempt_started")
                ? changed(h, "\"reserved\":560", "\"reserved\":559")
                : DoctoredJournal.same(h));
    assertThat(found.path("code").asText()).isEqualTo("nondeterminism");
    assertThat(found.at("/divergence/what").asText()).isEqualTo("step.attempt_started.reserved");
    assertThat(found.at("/divergence/expected").asText()).isEqualTo("560");
    assertThat(found.at("/divergence/found").asText()).isEqualTo("559");
  }

  @Test
  void shouldExplainAnAttemptWhoseRecordedArgumentsAreOthersThanItsHashSays() throws Exception {
    var inputs = new AtomicReference<>("");
    JsonNode found =
        doctored(h -> {
          JsonNode event = Json.parse(new String(h.data(), StandardCharsets.UTF_8));
          if (h.type().equals("run.submitted")) inputs.set(event.path("inputs").asText());
          return h.type().equals("step.attempt_started")
              ? changed(h, event.path("args").asText(), inputs.get())
              : DoctoredJournal.same(h);
        });
    assertThat(found.path("code").asText()).isEqualTo("nondeterminism");
    assertThat(found.at("/divergence/what").asText()).isEqualTo("step.attempt_started.argsHash");
  }

  @Test
  void shouldExplainAnApprovalThatNobodyGave() throws Exception {
    JsonNode found =
        doctored(h -> h.type().equals("approval.granted") ? null : DoctoredJournal.same(h));
    assertThat(found.at("/divergence/what").asText()).isEqualTo("step.attempt_started");
    assertThat(found.at("/divergence/expected").asText()).contains("the run refuses it");
  }

  @Test
  void shouldExplainABudgetThatWasNeverReached() throws Exception {
    JsonNode found =
        doctored(h ->
            h.type().equals("run.finished")
                ? changed(h, "succeeded", "partial")
                : DoctoredJournal.same(h));
    assertThat(found.path("problem").asText())
        .contains("run.finished.status: expected \"succeeded\", found \"partial\"");
  }

  private static JsonNode whatIf(String... options) {
    String[] args = new String[options.length + 4];
    System.arraycopy(new String[] {"replay", "--what-if", "-o", "json"}, 0, args, 0, 4);
    System.arraycopy(options, 0, args, 4, options.length);
    CommandLineRun replayed = stint(args);
    assertThat(replayed.exit()).as(replayed.out() + replayed.err()).isZero();
    return replayed.json();
  }

  private static String policy(String rules) throws Exception {
    Path file = Files.createTempFile(folder, "policy", ".yaml");
    String head = "apiVersion: stint/v1\nkind: Policy\nname: stricter\n";
    return Files.writeString(file, head + rules).toString();
  }

  @Test
  void shouldSayThatAStricterPolicyWouldHaveHaltedTheRunAndWhere() throws Exception {
    JsonNode found = whatIf(run, "--policy", policy("deny: {effects: [write]}\n"));
    JsonNode one = found.path("runs").get(0);
    assertThat(one.path("status").asText()).isEqualTo("succeeded");
    assertThat(one.path("would_be").asText()).isEqualTo("halted");
    assertThat(one.path("flipped")).hasSize(1);
    assertThat(one.at("/flipped/0/rule").asText()).isEqualTo("deny.effects write");
    assertThat(one.at("/flipped/0/subject").asText()).isEqualTo("publish");
    assertThat(one.at("/flipped/0/event").asText()).isEqualTo("approval.requested");
    assertThat(found.at("/would_be_instead/halted").asInt()).isOne();
  }

  @Test
  void shouldCountWhatASmallerBudgetWouldHaveSaved() {
    JsonNode found = whatIf(run, "--budget", "4000", "--price", "2.5");
    JsonNode one = found.path("runs").get(0);
    assertThat(one.path("would_be").asText()).isEqualTo("partial");
    assertThat(one.path("would_use").asLong()).isLessThanOrEqualTo(4000);
    assertThat(one.path("saved").asLong()).isPositive();
    assertThat(found.path("saved_usd").asDouble())
        .isCloseTo(one.path("saved").asLong() * 2.5e-6, within(1e-6));
    assertThat(one.path("unknown").toString()).contains("the partial result");
  }

  @Test
  void shouldSayThatAPersonWouldHaveHadToDecide() throws Exception {
    String rules = "requireApproval: {tools: ['stint.citations'], by: ['group:legal']}\n";
    JsonNode one = whatIf(run, "--policy", policy(rules)).path("runs").get(0);
    assertThat(one.path("would_be").asText()).isEqualTo("waiting");
    assertThat(one.at("/flipped/0/instead").asText()).isEqualTo("approval.requested");
    assertThat(one.path("unknown").toString()).contains("what a person would have decided");
  }

  @Test
  void shouldHoldADraftToMoreSourcesASection() throws Exception {
    JsonNode one =
        whatIf(run, "--policy", policy("citations: {minPerSection: 40}\n")).path("runs").get(0);
    assertThat(one.path("would_be").asText()).isEqualTo("failed");
    assertThat(one.at("/flipped/0/subject").asText()).isEqualTo("validate");
  }

  @Test
  void shouldCountTheTokensOfAnotherPrompt() throws Exception {
    Path prompt = folder.resolve("longer.md");
    String text = Files.readString(Path.of(SAMPLE, "prompts/draft.md"));
    Files.writeString(prompt, text + "\nWrite short sentences, and only what the sections say.\n");
    JsonNode one = whatIf(run, "--prompt", "draft_report=" + prompt).path("runs").get(0);
    assertThat(one.path("would_be").asText()).isEqualTo("succeeded");
    assertThat(one.path("saved").asLong()).isBetween(-30L, -5L);
    assertThat(one.path("unknown").toString()).contains("what the model would have answered");
  }

  @Test
  void shouldRefuseAPolicyThatIsNoneAndAPromptOfNoStep() throws Exception {
    CommandLineRun wrong =
        stint("replay", run, "--what-if", "--policy", policy("deny: {tool: [a]}\n"));
    assertThat(wrong.exit()).isEqualTo(3);
    assertThat(wrong.err()).contains("unknown key \"tool\"", "policy_invalid");
    CommandLineRun none =
        stint("replay", run, "--what-if", "--prompt", "publish=" + SAMPLE + "/people.txt");
    assertThat(none.exit()).isEqualTo(3);
    assertThat(none.err()).contains("prompt steps: [summarize_sections, draft_report]");
    assertThat(stint("replay", run, "--what-if").exit()).isEqualTo(2);
  }

  private static Said changed(RecordedHeader header, String from, String to) {
    return new Said(header.by(), header.type(), DoctoredJournal.text(header).replace(from, to));
  }

  private static JsonNode doctored(Function<RecordedHeader, Said> retold) throws Exception {
    Path other = Files.createTempDirectory(folder, "doctored");
    Path keys = folder.resolve("data/keys");
    Files.createDirectories(other.resolve("keys"));
    try (var files = Files.list(keys)) {
      for (Path key : files.toList()) {
        Files.copy(key, other.resolve("keys").resolve(key.getFileName()));
      }
    }
    DoctoredJournal.copy(folder.resolve("data/journal"), other.resolve("journal"), retold);
    CommandLineRun replayed = CommandLineRun.of(other, "replay", run, "--verify", "-o", "json");
    assertThat(replayed.exit()).as(replayed.out() + replayed.err()).isEqualTo(12);
    return replayed.json().get(0);
  }
}
