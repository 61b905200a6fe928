package dev.stint.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.model.PromptText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that makes its citations up: A17. It knows the ids of all passages, and uses them ill.
 */
class CitationAttackTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"(c-[^\"]+)\"");
  private static final String LOGS = "Access logs are kept for twelve months and then destroyed.";
  private static final String REVIEW =
      "Access rights are reviewed every quarter by the data owner.";
  private static final String MERGER = "The merger with Northwind closes on the ninth of May.";
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["sections"], "properties": {"sections": {"type": "array", "items": {
        "type": "object", "required": ["title", "sentences"], "properties": {
          "title": {"type": "string"},
          "sentences": {"type": "array", "items": {"type": "object", "required": ["text", "citations"],
            "properties": {"text": {"type": "string"}, "citations": {"type": "array", "items": {"type": "string"}}}}}}}}}}
      """;
  private static final String PLAN =
      """
        - {id: find, tool: stint.documents.search, params: {source: docs, query: access logs and access rights, minSources: 2, maxTokens: 600}}
        - {id: more, tool: stint.documents.search, params: {source: secrets, query: merger closes, minSources: 1, maxTokens: 600}}
        - id: draft
          prompt: prompts/draft.md
          params: {chunks: '${{ steps.find.chunks.map(c, {"id": c.id, "text": c.text}) }}'}
          output: {schema: schemas/draft.json}
          maxTokens: 500
        - {id: gate, dependsOn: [draft], check: [{id: cited, citations: steps.draft}]}
        - id: publish
          dependsOn: [gate]
          tool: stint.publish
          params: {dest: kb, name: report, files: [{name: report.txt, content: '${{ steps.draft.sections[0].sentences[0].text }}'}]}
      """;

  @TempDir Path folder;
  private AttackedNode node;

  @AfterEach
  void close() {
    node.close();
  }

  private interface Forger {
    /** Sentences with ids behind a bar, of the ids that it was shown. */
    List<String> sentences(String logs, String review);
  }

  private static String draft(List<String> sentences) {
    List<String> made = new ArrayList<>();
    for (String sentence : sentences) {
      String[] parts = sentence.split("\\|");
      made.add(
          "{\"text\": \"%s\", \"citations\": [\"%s\"]}"
              .formatted(parts[0], parts[1].replace(",", "\", \"")));
    }
    return "{\"sections\": [{\"title\": \"Access\", \"sentences\": ["
        + String.join(",", made)
        + "]}]}";
  }

  private void node(Forger forger, String settings) throws Exception {
    node =
        new AttackedNode(
            folder,
            new Attacker(request -> {
              String shown = PromptText.data(request);
              Matcher ids = ID.matcher(shown);
              String logs = "";
              String review = "";
              while (ids.find()) {
                boolean first = shown.startsWith(LOGS, shown.indexOf("\"text\":\"", ids.end()) + 8);
                if (first) logs = ids.group(1);
                else review = ids.group(1);
              }
              return Attacker.says(draft(forger.sentences(logs, review)));
            }),
            settings);
    node.file("prompts/draft.md", "Draft from the passages.")
        .file("schemas/draft.json", SCHEMA)
        .file("docs/logs.md", LOGS + "\n")
        .file("docs/review.md", REVIEW + "\n")
        .file("secrets/merger.md", MERGER + "\n");
  }

  private static String job(String plan) {
    return """
    apiVersion: stint/v1
    kind: Job
    name: cites
    version: 1.0.0
    owner: group:support
    labels: {department: support}
    inputs:
      type: object
      properties:
        docs: {type: string, format: folder}
        secrets: {type: string, format: folder}
    budget: {tokens: {hard: 40000}}
    model: {use: attacker/any, maxOutputTokens: 500}
    data:
      - {id: docs, source: 'folder:${{ inputs.docs }}', trust: curated, classification: internal}
      - {id: secrets, source: 'folder:${{ inputs.secrets }}', trust: curated, classification: confidential}
    policies: {citations: {minPerSection: 2}}
    tools:
      - {use: 'stint.documents.search@^1'}
      - {use: 'stint.publish@^1', effect: write}
    plan:
    """
        + plan;
  }

  private void assertNotPublished(Forger forger, String reason) throws Exception {
    node(forger, "");

    RunState run = node.run(job(PLAN));

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(((Phase.Finished) run.phase()).reason()).contains(reason);
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldNotPublishA17ThatCitesWhatItNeverRetrieved() throws Exception {
    assertNotPublished(
        (logs, review) -> List.of(LOGS + "|" + logs, REVIEW + "|c-0000000000"), "never retrieved");
  }

  @Test
  void shouldNotPublishA17ThatPutsARealIdOnWrongText() throws Exception {
    assertNotPublished(
        (logs, review) ->
            List.of(LOGS + "|" + logs, "Everybody may read all payroll files.|" + review),
        "does not say what its cited chunks say");
  }

  @Test
  void shouldNotPublishA17ThatChangesAFigure() throws Exception {
    assertNotPublished(
        (logs, review) ->
            List.of(
                "Access logs are kept for 99 months and then destroyed.|" + logs,
                REVIEW + "|" + review),
        "does not say what its cited chunks say");
  }

  @Test
  void shouldNotPublishA17ThatCitesOneSourceTwice() throws Exception {
    assertNotPublished(
        (logs, review) -> List.of(LOGS + "|" + logs + "," + logs, LOGS + "|" + logs),
        "too few distinct documents: 1 of 2");
  }

  @Test
  void shouldNotPublishA17ThatCitesAPassageItWasNotGivenByASearch() throws Exception {
    assertNotPublished(
        (logs, review) -> List.of(MERGER + "|" + logs, REVIEW + "|" + review),
        "does not say what its cited chunks say");
  }

  /** The audience of the knowledge base may see what is internal. */
  @Test
  void shouldNotPublishA17ThatRestsOnASourceAboveItsAudience() throws Exception {
    node(
        (logs, review) -> List.of(LOGS + "|" + logs, REVIEW + "|" + review),
        """
        stint.labels {
          models { "attacker/*" { clearance = confidential } }
          tools { "stint.publish" { clearance = internal } }
        }
        """);

    String refused =
        node.refused(
            job(
                PLAN.replace(
                    "${{ steps.find.chunks.map",
                    "${{ (steps.find.chunks + steps.more.chunks).map")));

    assertThat(refused).isEqualTo("plan_flow_denied");
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldPublishTheTwinOfA17InItsOwnWords() throws Exception {
    node(
        (logs, review) ->
            List.of(
                "We keep logs of access for twelve months.|" + logs,
                "The owner of the data reviews who has access rights every quarter.|" + review),
        "");

    RunState run = node.run(job(PLAN));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(node.effects()).isPositive();
  }
}
