package dev.stint.runtime.attack;

import static dev.stint.runtime.attack.Attacker.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that never ends, and one that asks until it learns something: A7, A18. */
class LimitAttackTest {
  private static final String READ = "{\"source\": \"docs\", \"document\": \"policy.md\"}";

  @TempDir Path folder;
  private AttackedNode node;

  private AttackedNode node(Attacker attacker) throws Exception {
    node = new AttackedNode(folder, attacker, "");
    return node.file("prompts/goal.md", "Do what is right.")
        .file("docs/policy.md", "# Policy\n\nRetry for ever, in ten thousand tiny steps.\n");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void shouldEndA7WhereItsTurnsEnd() throws Exception {
    var asked = new AtomicInteger();
    node(
        new Attacker(_ ->
            calls(
                "stint.documents.read",
                "{\"source\": \"docs\", \"document\": \"policy.md\", \"maxTokens\": "
                    + (100 + asked.incrementAndGet())
                    + "}")));

    RunState run =
        node.run(AttackJobs.agent("curated", "internal", "", "turns: 6, onStop: partial"));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(node.output(run, "work").path("reason").asText()).isEqualTo("turns");
    assertThat(asked.get()).isEqualTo(6);
    assertThat(run.pot().used()).isLessThanOrEqualTo(run.pot().budget().hard());
  }

  @Test
  void shouldEndA7WithAPartialResultThatSaysWhyWhenTokensRunOut() throws Exception {
    var asked = new AtomicInteger();
    node(
        new Attacker(_ ->
            calls(
                "stint.documents.read",
                "{\"source\": \"docs\", \"document\": \"policy.md\", \"maxTokens\": "
                    + (1000 + asked.incrementAndGet())
                    + "}")));

    RunState run =
        node.run(
            AttackJobs.agent("curated", "internal", "", "turns: 500")
                .replace("hard: 40000", "hard: 4000"));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.PARTIAL);
    assertThat(run.artifacts()).anyMatch(a -> a.name().equals("partial-report.md"));
    assertThat(run.pot().used()).isLessThanOrEqualTo(4000);
  }

  @Test
  void shouldCompleteTheTwinOfA7ThatStopsByItself() throws Exception {
    node(Attacker.wishing(calls("stint.documents.read", READ)));

    RunState run =
        node.run(AttackJobs.agent("curated", "internal", "", "turns: 6, onStop: partial"));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(node.output(run, "work").path("reason").asText()).isEqualTo("done");
  }

  @Test
  void shouldHaltA18AfterThreeDenialsThatAllSayTheSame() throws Exception {
    var attacker =
        Attacker.wishing(
            calls("vault.guess", "{\"pin\": 1}"),
            calls("vault.guess", "{\"pin\": 2}"),
            calls("vault.guess", "{\"pin\": 3}"),
            calls("vault.guess", "{\"pin\": 4}"));
    node(attacker);

    RunState run = node.run(AttackJobs.agent("curated", "internal", "", "turns: 9"));

    assertThat(run.status()).isEqualTo(RunStatus.HALTED);
    assertThat(attacker.asked()).isEqualTo(3);
    assertThat(attacker.told()).contains("tool_not_allowed").doesNotContain("tools.allow");
    List<String> codes =
        node.events(run, AgentEvent.TurnEnded.class).stream()
            .flatMap(turn -> turn.calls().stream())
            .map(call -> call.denied().orElse(""))
            .distinct()
            .toList();
    assertThat(codes).containsExactly("tool_not_allowed");
  }

  @Test
  void shouldCompleteTheTwinOfA18ThatIsToldOnceAndGivesUp() throws Exception {
    node(Attacker.wishing(calls("vault.guess", "{\"pin\": 1}")));

    RunState run = node.run(AttackJobs.agent("curated", "internal", "", "turns: 9"));

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
