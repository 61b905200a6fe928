package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every sample but the main one, run by the command that its README gives. */
class SamplesTest {
  @TempDir Path data;

  private JsonNode run(String sample, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("run", "../samples/" + sample));
    args.addAll(List.of(more));
    args.addAll(List.of("-o", "json"));
    CommandLineRun run = CommandLineRun.of(data, args.toArray(String[]::new));
    assertThat(run.exit()).as("%s", run.err()).isZero();
    assertThat(run.json().path("status").asText()).isEqualTo("succeeded");
    CommandLineRun again = CommandLineRun.of(data, "replay", "--all", "--verify");
    assertThat(again.exit()).as("decided again: %s", again.out()).isZero();
    return run.json();
  }

  private String published(String place, String file) throws IOException {
    return Files.readString(data.resolve("published").resolve(place).resolve("current/" + file));
  }

  private List<JsonNode> tickets(String queue) throws IOException {
    try (var files = Files.list(data.resolve("published/tickets").resolve(queue))) {
      List<JsonNode> tickets = new java.util.ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        tickets.add(Json.parse(Files.readString(file)));
      }
      return tickets;
    }
  }

  @Test
  void shouldExplainEveryExceptionOfTwoLedgersAndOpenATicketForEach() throws Exception {
    run("nightly_reconciliation");

    String report = published("finance/reconciliation-2026-10", "report.md");
    assertThat(report)
        .contains("**11 exceptions**, 11 draft tickets opened.", "87 movements match")
        .contains("PAY-41207 differs by -180.00 EUR", "two digits may have been exchanged")
        .contains("PAY-41278 is booked twice in the ledger")
        .contains("PAY-41240 and PAY-41420 look like one movement");
    assertThat(tickets("reconciliation-drafts"))
        .hasSize(11)
        .anySatisfy(ticket ->
            assertThat(ticket.path("title").asText())
                .isEqualTo("[high] PAY-41285 is not in the bank"));
  }

  @Test
  void shouldDraftACitedPolicyAndSayWhatIsOpen() throws Exception {
    run("policy_drafting", "--approve-as", "counsel");

    assertThat(published("policy_portal/policy-ai-assistants", "policy.md"))
        .contains("## 4. Decisions about people", "must not be taken by an assistant alone. [11]")
        .contains("## Not covered");
    assertThat(published("policy_portal/policy-ai-assistants", "cover.md"))
        .contains(
            "| Decisions about people | 5 |", "- **Accessibility**: 0 of 2 distinct documents");
  }

  @Test
  void shouldKeepWhatIsCurrentArchiveTheRestAndPutTagsInOrder() throws Exception {
    run("knowledge_sweep", "-i", "asOf=2026-11-30", "--approve-as", "knowledge-owner");

    assertThat(published("knowledge_base/handbook", "index.md"))
        .contains("11 pages are current, 2 out of date and 1 doubled.")
        .contains("- **Booking rooms**: Book rooms in the calendar, at most eight weeks ahead.")
        .contains("(people/annual-leave-old.md): duplicate, 95 % the same as people/leave.md")
        .contains("it/meeting-rooms.md (no owner): owner: missing; tag not in the taxonomy: AV");
    assertThat(published("knowledge_base/handbook", "people.parental-leave.md"))
        .startsWith("---\ntitle: \"Parental leave\"\n")
        .contains("tags: [\"leave\", \"people\"]");
    assertThat(published("knowledge_archive/handbook", "it.vpn.md")).contains("VPN client");
  }

  @Test
  void shouldPublishAnImprovedArticleThatReadersFindHelpful() throws Exception {
    run("support_article_update", "--approve-as", "support-lead");

    assertThat(published("help/reset-password", "article.md"))
        .contains("at least 12 characters", "works for 15 minutes", "one of your recovery codes")
        .contains("Enter the e-mail address of your account.");
  }

  @Test
  void shouldTakeAnArticleBackThatReadersFindLessHelpful() throws Exception {
    run("support_article_update", "--approve-as", "support-lead");
    run("support_article_update", "-i", "after=after-worse.csv", "--approve-as", "support-lead");

    Path article = data.resolve("published/help/reset-password");
    assertThat(Files.readSymbolicLink(article.resolve("current")).toString())
        .startsWith("versions/0001-");
    assertThat(article.resolve("rolled-back")).isDirectoryContaining("glob:**/0002-*");
  }
}
