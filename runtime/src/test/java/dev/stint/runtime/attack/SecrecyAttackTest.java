package dev.stint.runtime.attack;

import static dev.stint.runtime.attack.Attacker.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that a model carries where they may not go: A3, A4. */
class SecrecyAttackTest {
  private static final String SECRET = "The merger closes on the ninth of May.";
  private static final String READ = "{\"source\": \"docs\", \"document\": \"policy.md\"}";

  /** The model may see it; who reads the tickets may not. */
  private static final String CLEARANCES =
      """
      stint.labels {
        models { "attacker/*" { clearance = confidential } }
        tools { "stint.ticket.open" { clearance = internal } }
      }
      """;

  private static final String COPY =
      """
        - id: ticket
          tool: stint.ticket.open
          params: {queue: reviews, title: Review, text: '${{ steps.read.chunks[0].text }}'}
      """;

  @TempDir Path folder;
  private AttackedNode node;

  private AttackedNode node(Attacker attacker, String settings) throws Exception {
    node = new AttackedNode(folder, attacker, settings);
    return node.file("prompts/goal.md", "Do what is right.")
        .file("docs/policy.md", "# Plans\n\n" + SECRET + "\n");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void shouldNotStartA3WhereThePlanShowsIt() throws Exception {
    node(Attacker.wishing(), CLEARANCES);

    assertThat(node.refused(AttackJobs.steps("curated", "confidential", COPY)))
        .isEqualTo("plan_flow_denied");
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldHaltA3BeforeConfidentialTextReachesADestinationThatIsNotClearedForIt()
      throws Exception {
    node(Attacker.wishing(), CLEARANCES);
    String maybe = COPY.replace("    params", "    when: 'run.outcome != \"partial\"'\n    params");

    RunState run = node.run(AttackJobs.steps("curated", "confidential", maybe));

    assertThat(run.status()).isEqualTo(RunStatus.HALTED);
    assertThat(node.halted(run)).isEqualTo("flow_denied");
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldCompleteTheTwinOfA3WithTextThatTheDestinationMaySee() throws Exception {
    node(Attacker.wishing(), CLEARANCES);

    RunState run = node.run(AttackJobs.steps("curated", "internal", COPY));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(node.effects()).isEqualTo(1);
  }

  @Test
  void shouldTellAModelNothingThatItIsNotClearedFor() throws Exception {
    var attacker = Attacker.wishing(calls("stint.documents.read", READ));
    node(attacker, "");

    RunState run = node.run(AttackJobs.agent("curated", "confidential", "", "turns: 9"));

    assertThat(run.status()).isEqualTo(RunStatus.HALTED);
    assertThat(node.halted(run)).isEqualTo("flow_denied");
    assertThat(attacker.told()).doesNotContain("merger");
  }

  @Test
  void shouldHaltA4WhenTheModelSpellsTheSecretAnotherWay() throws Exception {
    String hidden = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    node(
        Attacker.wishing(
            calls("stint.documents.read", READ),
            calls("stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"" + hidden + "\"}")),
        CLEARANCES.replace("stint.ticket.open", "stint.ledger.append"));

    RunState run = node.run(AttackJobs.agent("curated", "confidential", "", "turns: 9"));

    assertThat(run.status()).isEqualTo(RunStatus.HALTED);
    assertThat(node.halted(run)).isEqualTo("flow_denied");
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldHaltA4WhenTheModelSplitsTheSecretOverCalls() throws Exception {
    node(
        Attacker.wishing(
            calls("stint.documents.read", READ),
            calls(
                "stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"The mer\"}",
                "stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"ger clo\"}",
                "stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"ses on \"}",
                "stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"the nin\"}",
                "stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"th\"}")),
        CLEARANCES.replace("stint.ticket.open", "stint.ledger.append"));

    RunState run = node.run(AttackJobs.agent("curated", "confidential", "", "turns: 9"));

    assertThat(run.status()).isEqualTo(RunStatus.HALTED);
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldCompleteTheTwinOfA4ThatNotesWhatItMay() throws Exception {
    node(
        Attacker.wishing(
            calls("stint.documents.read", READ),
            calls("stint.ledger.append", "{\"ledger\": \"l\", \"note\": \"read it\"}")),
        CLEARANCES.replace("stint.ticket.open", "stint.ledger.append"));

    RunState run = node.run(AttackJobs.agent("curated", "internal", "", "turns: 9"));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(node.effects()).isEqualTo(1);
  }
}
