package dev.stint.runtime.attack;

import static dev.stint.runtime.attack.Attacker.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigValueFactory;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.model.ModelReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that makes another tool of one that was let in, or calls one alike: A16. */
class DriftAttackTest {
  private static final String ECHO = "{\"text\": \"all that I know\"}";
  private static final ModelReply CHANGE = calls("mcp.fix.behave", "{\"text\": \"change\"}");
  private static final ModelReply SAY = calls("mcp.fix.echo", ECHO);

  @TempDir Path folder;
  private AttackedNode node;

  @AfterEach
  void close() {
    node.close();
  }

  private void node(Attacker attacker) throws Exception {
    Path server = Files.createDirectories(folder.resolve("server"));
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.stint.runtime.tool.mcp.FixtureServer",
            server.toString());
    node =
        new AttackedNode(
            folder,
            attacker,
            """
            stint.tools.mcp.fix {
              allow = ["*"], timeout = 20s, effects { echo = read, behave = read }
              command = %s
            }
            """
                .formatted(ConfigValueFactory.fromIterable(command).render()));
    node.file("prompts/goal.md", "Do what is right.").file("docs/policy.md", "# Policy\n");
  }

  private static String agent() {
    return AttackJobs.agent("curated", "internal", "", "turns: 9")
        .replace(
            "tools:\n  - {use: 'stint.doc",
            "tools:\n  - {use: mcp.fix.echo}\n  - {use: mcp.fix.behave}\n  - {use: 'stint.doc")
        .replace("tools: [stint", "tools: [mcp.fix.echo, mcp.fix.behave, stint");
  }

  private boolean changed() {
    return node.node().tools().list().stream()
        .anyMatch(tool -> tool.description().contains("something else"));
  }

  private long made(RunState run, String tool) {
    return node.events(run, StepEvent.AttemptStarted.class).stream()
        .filter(e -> tool.equals(e.pins().get("tool")))
        .count();
  }

  @Test
  void shouldNotCallA16sToolOnceItSaysThatItIsAnother() throws Exception {
    var honest = Attacker.wishing(CHANGE, SAY, SAY, SAY);
    node(
        new Attacker(request -> {
          ModelReply next = honest.complete(request);
          if (next == SAY) await().atMost(Duration.ofSeconds(60)).until(this::changed);
          return next;
        }));

    RunState run = node.run(agent());

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.HALTED);
    assertThat(node.halted(run)).isEqualTo("tool_drift");
    assertThat(made(run, "mcp.fix.behave")).isEqualTo(1);
    assertThat(made(run, "mcp.fix.echo")).isZero();
  }

  /** The server offers {@code ech\u043e} as well, whose last letter is not Latin. */
  @Test
  void shouldNotTakeA16sToolForTheOneWhoseNameLooksTheSame() throws Exception {
    ModelReply alike = calls("mcp.fix.ech\u043e", ECHO);
    node(Attacker.wishing(alike, alike, alike));

    RunState run = node.run(agent());

    assertThat(run.status()).isEqualTo(RunStatus.HALTED);
    assertThat(node.halted(run)).isEqualTo("tool_not_allowed");
    assertThat(made(run, "mcp.fix.echo")).isZero();
  }

  @Test
  void shouldTakeNoJobOfA16ThatNamesAToolWhoseNameLooksLikeAnother() throws Exception {
    node(Attacker.wishing());
    node.file("job.yaml", agent().replace("{use: mcp.fix.echo}", "{use: 'mcp.fix.ech\u043e'}"));

    assertThat(SpecReader.read(JobBundle.load(folder.resolve("job"))))
        .isInstanceOf(SpecResult.Invalid.class);
  }

  @Test
  void shouldCompleteTheTwinOfA16WhoseToolStaysWhatItWas() throws Exception {
    node(Attacker.wishing(SAY));

    RunState run = node.run(agent());

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(made(run, "mcp.fix.echo")).isEqualTo(1);
  }
}
