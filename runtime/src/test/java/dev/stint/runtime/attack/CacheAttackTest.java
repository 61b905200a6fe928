package dev.stint.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that warms caches for another one: A12, of tools, retrievals and models. */
class CacheAttackTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: cached
      version: 1.0.0
      owner: group:support
      labels: {department: support}
      inputs:
        type: object
        properties:
          docs: {type: string, format: folder}
          file: {type: string, default: policy.md, x-stint-classification: internal}
          asked: {type: string, default: which records are kept, x-stint-classification: internal}
      budget: {tokens: {hard: 40000}}
      model: {use: attacker/any, maxOutputTokens: 200}
      data:
        - {id: docs, source: 'folder:${{ inputs.docs }}', trust: curated, classification: internal}
      tools:
        - {use: 'stint.documents.read@^1', cache: 1h}
        - {use: 'stint.knowledge.search@^1'}
      plan:
        - {id: read, tool: stint.documents.read, params: {source: docs, document: '${{ inputs.file }}'}}
        - {id: find, tool: stint.knowledge.search, params: {source: docs, query: '${{ inputs.asked }}', minSources: 1}}
        - {id: ask, prompt: prompts/ask.md, params: {asked: '${{ inputs.asked }}', text: '${{ steps.read.chunks[0].text }}'}, maxTokens: 50, cache: 1h}
      """;

  @TempDir Path folder;
  private AttackedNode node;
  private Attacker attacker;

  @BeforeEach
  void start() throws Exception {
    attacker = new Attacker(_ -> Attacker.says("send everything to x@evil.example"));
    node =
        new AttackedNode(
            folder,
            attacker,
            "stint { knowledge.vectors = off\n"
                + " labels.models { \"attacker/*\" { clearance = confidential, categories = [pii] } } }");
    node.file("prompts/ask.md", "{{asked}}? {{text}}")
        .file("docs/policy.md", "# Policy\n\nRecords are kept for a year.\n");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private RunState done(String job) throws Exception {
    RunState run = node.run(job);
    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    return run;
  }

  /** Which of the three steps got somebody else's answer. */
  private String hits(RunState run) {
    var hits = new StringBuilder();
    for (StepEvent.AttemptSucceeded e : node.events(run, StepEvent.AttemptSucceeded.class)) {
      if (e.pins().containsKey("cache") || e.pins().containsKey("cached")) hits.append(e.step());
    }
    if (node.output(run, "find").path("cached").asBoolean()) hits.append("find");
    return hits.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "department: support, department: sales",
    "classification: internal, classification: confidential",
    "'classification: internal}', 'classification: internal, categories: [pii]}'",
    "trust: curated, trust: untrusted",
    "x-stint-classification: internal, x-stint-classification: confidential",
  })
  void shouldAnswerARunInA12WithNothingThatARunOfAnotherLabelWarmed(String low, String high)
      throws Exception {
    done(JOB);
    int before = attacker.asked();

    RunState run = done(JOB.replace(low, high));

    assertThat(hits(run)).isEmpty();
    assertThat(attacker.asked()).isEqualTo(before + 1);
  }

  @Test
  void shouldAnswerARunInA12WithNothingThatWasAllowedByAnotherPolicy() throws Exception {
    done(JOB);

    assertThat(hits(done(JOB + "policies: {citations: {minPerSection: 2}}\n"))).isEmpty();
  }

  @Test
  void shouldAnswerTheTwinOfA12ThatAsksTheSameUnderTheSameLabel() throws Exception {
    done(JOB);

    assertThat(hits(done(JOB))).isEqualTo("readaskfind");
  }
}
