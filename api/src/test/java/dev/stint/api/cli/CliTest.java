package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.embedded.Tampering;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a data folder of their own, with the exit codes of the outer contract. */
class CliTest {
  private static final String SAMPLE = "../samples/monthly_compliance_report";

  @TempDir Path folder;

  private CommandLineRun stint(String... args) {
    return CommandLineRun.of(folder.resolve("data"), args);
  }

  private Path job(String tools, String plan) throws Exception {
    Path job = Files.createDirectories(folder.resolve("job")).resolve("job.yaml");
    String head = "apiVersion: stint/v1\nkind: Job\nname: tried\nversion: 1.0.0\nowner: group:me\n";
    return Files.writeString(job, head + "tools:\n" + tools + "plan:\n" + plan);
  }

  private Path flaky(int failures) throws Exception {
    return job(
        "  - {use: 'stint.flaky@^1'}\n",
        """
          - id: shaky
            tool: stint.flaky
            params: {failures: %d}
            retry: {max: 2, initial: 20ms}
        """
            .formatted(failures));
  }

  @Test
  void shouldPublishTheMainJobsReport() {
    CommandLineRun run = stint("run", SAMPLE, "--approve-as", "compliance-lead", "-o", "json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("status").asText()).isEqualTo("succeeded");
    assertThat(run.json().path("artifacts")).isNotEmpty();
    assertThat(run.err()).contains("approved by user:compliance-lead");
  }

  @Test
  void shouldEndPartialWhenTheBudgetIsSmall() {
    CommandLineRun run = stint("run", SAMPLE, "--budget", "3000", "-o", "json");
    assertThat(run.exit()).isEqualTo(7);
    assertThat(run.json().path("budget").path("used").asLong()).isPositive().isLessThan(3001);
    assertThat(run.json().path("reason").asText()).contains("token budget");
  }

  @Test
  void shouldLetAnotherCommandDecideTheApproval() {
    CommandLineRun waiting = stint("run", SAMPLE);
    assertThat(waiting.exit()).isEqualTo(9);
    assertThat(waiting.out()).contains("It waits for user:compliance-lead.");
    JsonNode listed = stint("approvals", "list", "-o", "json").json().path("items").get(0);
    String approval = listed.path("id").asText();
    assertThat(stint("approvals", "show", approval).out()).contains("stint.publish");

    CommandLineRun own = stint("approvals", "approve", approval);
    assertThat(own.exit()).isEqualTo(4);
    assertThat(own.err()).contains("sod_violation");

    CommandLineRun decided = stint("approvals", "approve", approval, "--as", "compliance-lead");
    assertThat(decided.exit()).as(decided.err()).isZero();
    assertThat(decided.out()).contains("succeeded");
    String run = listed.path("run_id").asText();
    assertThat(stint("audit", "verify", run).exit()).isZero();
  }

  @Test
  void shouldSucceedAtTheThirdAttempt() throws Exception {
    CommandLineRun run = stint("run", flaky(2).toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("attempt 3");
  }

  @Test
  void shouldEscalateAfterTheThirdAttempt() throws Exception {
    CommandLineRun run = stint("run", flaky(9).toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("attempt 3").doesNotContain("attempt 4");
    assertThat(run.err()).contains("escalated to group:me");
  }

  @Test
  void shouldRefuseAToolThatIsNotGrantedAndHaltWhenForced() throws Exception {
    Path job =
        job("  - {use: 'stint.noop@^1'}\n", "  - {id: sly, tool: stint.flaky, params: {}}\n");
    CommandLineRun validated = stint("validate", job.toString());
    assertThat(validated.exit()).isEqualTo(3);
    assertThat(validated.out() + validated.err()).contains("job.yaml:9").contains("stint.flaky");
    assertThat(stint("run", job.toString()).exit()).isEqualTo(3);
    CommandLineRun forced = stint("run", job.toString(), "--force");
    assertThat(forced.exit()).as(forced.err()).isEqualTo(8);
  }

  @Test
  void shouldNameTheDamagedRecordOfARun() throws Exception {
    CommandLineRun done = stint("run", flaky(0).toString(), "-o", "json");
    String run = done.json().path("run_id").asText();
    new Tampering(folder.resolve("data/journal"))
        .flipBitOfRecord(new RunId(run).persistenceId(), 3, 1);
    CommandLineRun verified = stint("audit", "verify", run);
    assertThat(verified.exit()).isEqualTo(12);
    assertThat(verified.out()).contains("BROKEN " + run).contains("record 3 of");
  }

  @Test
  void shouldShowARunAsItWasAtAnEvent() throws Exception {
    String run = stint("run", flaky(0).toString(), "-o", "json").json().path("run_id").asText();
    CommandLineRun then = stint("replay", run, "--at", "2", "-o", "json");
    assertThat(then.exit()).as(then.err()).isZero();
    assertThat(then.json().path("status").asText()).isEqualTo("running");
  }

  @Test
  void shouldSayThatThereIsNoSuchRun() {
    CommandLineRun shown = stint("runs", "show", "run-2026-01-01-legal-00000000");
    assertThat(shown.exit()).isEqualTo(5);
    assertThat(shown.err()).startsWith("stint: ").doesNotContain("Exception");
  }
}
