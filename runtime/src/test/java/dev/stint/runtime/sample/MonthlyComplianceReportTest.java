package dev.stint.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Sha256;
import dev.stint.runtime.redaction.PeopleDirectory;
import dev.stint.runtime.redaction.RedactionRules;
import dev.stint.runtime.redaction.Redactor;
import dev.stint.runtime.sample.ReportPipeline.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole of the main sample, step by step, on its own policies and on public documents. */
class MonthlyComplianceReportTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SAMPLE = ROOT.resolve("samples/monthly_compliance_report");

  /** Public documents beside the repository; a work tree elsewhere names their place. */
  private static final Path DATA =
      Path.of(System.getProperty("stint.shared.data", ROOT.resolve("../shared/data").toString()));

  private static final long SOFT_BUDGET = 15_000;

  @TempDir Path published;

  @ParameterizedTest
  @CsvSource({"samples/monthly_compliance_report/policies,6", "18f-handbook,5", "cloud-gov,2"})
  void shouldProduceCitedReportWithinBudget(String folder, int leastSections) throws Exception {
    Path sources = folder.contains("/") ? ROOT.resolve(folder) : DATA.resolve(folder);
    assumeTrue(Files.isDirectory(sources), "skipped: no public documents, " + folder);

    Outcome outcome = new ReportPipeline(SAMPLE, sources, published).run();
    keep(folder, outcome);

    assertThat(outcome.problems()).isEmpty();
    JsonNode sections = outcome.draft().get("sections");
    assertThat(sections.size()).isGreaterThanOrEqualTo(leastSections);
    Map<String, JsonNode> chunks = chunks(outcome.retrieved());
    for (JsonNode section : sections) {
      Set<String> documents = new HashSet<>();
      for (JsonNode sentence : section.get("sentences")) {
        for (JsonNode id : sentence.get("citations")) {
          JsonNode chunk = chunks.get(id.asText());
          documents.add(chunk.get("source").asText());
          assertThat(Sha256.hex(chunk.get("text").asText())).isEqualTo(chunk.get("hash").asText());
        }
      }
      assertThat(documents).as(section.get("title").asText()).hasSizeGreaterThanOrEqualTo(2);
    }
    long spent = outcome.tokens().values().stream().mapToLong(Long::longValue).sum();
    assertThat(spent).isLessThan(SOFT_BUDGET);
    var people = PeopleDirectory.parse(Files.readString(SAMPLE.resolve("people.txt")));
    var scan = new Redactor(RedactionRules.strict(people), new byte[16]);
    assertThat(scan.residual(outcome.report())).isEmpty();
    Path html =
        published.resolve("knowledge_base/monthly-compliance-report-2026-05/current/report.html");
    assertThat(html).content().doesNotContain("http:", "https:", "<script", "<img");
  }

  @Test
  void shouldShowThatSomethingWasRedacted() throws Exception {
    Outcome outcome = new ReportPipeline(SAMPLE, SAMPLE.resolve("policies"), published).run();

    assertThat(outcome.redactions()).containsKeys("employee_name", "email", "phone");
    assertThat(outcome.report().get("markdown").asText()).contains("What was redacted");
  }

  private static Map<String, JsonNode> chunks(JsonNode retrieved) {
    Map<String, JsonNode> chunks = new HashMap<>();
    for (JsonNode search : retrieved) {
      for (JsonNode chunk : search.get("chunks")) chunks.put(chunk.get("id").asText(), chunk);
    }
    return chunks;
  }

  /** For a person to read: the reports of the last test run. */
  private static void keep(String folder, Outcome outcome) throws Exception {
    Path target = Files.createDirectories(Path.of("target", "reports"));
    String name = Path.of(folder).getFileName().toString();
    Files.writeString(target.resolve(name + ".md"), outcome.report().get("markdown").asText());
    Files.writeString(target.resolve(name + ".html"), outcome.report().get("html").asText());
  }
}
