package dev.stint.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.run.RunReply;
import dev.stint.runtime.tool.plugin.PluginProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kill while a call is between its permit and its effect: A20. The tool is one that is deaf: it
 * hears no interruption, and goes on when it wakes up, long after the kill.
 */
class KillAttackTest {
  /** Says what it has reached by files, and goes on once there is one that says so. */
  private static final String TOOL =
      """
      package acme;

      import dev.stint.runtime.tool.ToolContext;
      import dev.stint.runtime.tool.sdk.Declaration;
      import dev.stint.runtime.tool.sdk.TypedTool;
      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;

      public final class Pay implements TypedTool<Pay.In, Pay.Out> {
        public record In(String folder) {}

        public record Out(String text) {}

        @Override
        public Declaration<In, Out> declaration() {
          return Declaration.of("acme.pay", "1.0.0", "Pays", In.class, Out.class);
        }

        @Override
        public Out call(In in, ToolContext context) throws InterruptedException {
          Path folder = Path.of(in.folder());
          try {
            reached(folder, "intended");
            deaf(folder.resolve("go"));
            try {
              context.beforeEffect();
              Files.writeString(folder.resolve("sent"), context.idempotencyKey() + "\\n",
                  StandardOpenOption.CREATE, StandardOpenOption.APPEND);
              deaf(folder.resolve("answer"));
            } finally {
              reached(folder, "over");
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return new Out("paid");
        }

        private static void reached(Path folder, String what) throws IOException {
          Files.writeString(folder.resolve(what), "");
        }

        private static void deaf(Path awaited) {
          while (!Files.exists(awaited)) {
            try {
              Thread.sleep(5);
            } catch (InterruptedException e) {
              // What an attacker would do.
            }
          }
        }
      }
      """;

  @TempDir Path folder;
  private Path sink;
  private AttackedNode node;

  @BeforeEach
  void start() throws Exception {
    sink = Files.createDirectories(folder.resolve("sink"));
    new PluginProject(folder.resolve("pay"))
        .write("src/acme/Pay.java", TOOL)
        .service("acme.Pay")
        .built(folder.resolve("data/plugins/pay.jar"));
    node =
        new AttackedNode(
            folder, Attacker.wishing(), "stint.labels.tools.\"acme.pay\".control = [folder]");
  }

  @AfterEach
  void close() throws Exception {
    say("go");
    say("answer");
    node.close();
  }

  private void say(String what) throws Exception {
    Files.writeString(sink.resolve(what), "");
  }

  private void reached(String what) {
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(sink.resolve(what)));
  }

  private RunId paying() throws Exception {
    return node.submit(
        """
        apiVersion: stint/v1
        kind: Job
        name: pays
        version: 1.0.0
        owner: group:support
        labels: {department: support}
        inputs: {type: object, properties: {}}
        tools:
          - {use: 'acme.pay@^1', effect: write}
        plan:
          - {id: pay, tool: acme.pay, params: {folder: '%s'}}
        """
            .formatted(sink));
  }

  private RunState killed(RunId run) throws Exception {
    RunReply reply = node.ask(run, new RunCommand.Kill("stop at once"), "user:lead");
    assertThat(reply).isInstanceOf(RunReply.Done.class);
    return node.state(run);
  }

  @Test
  void shouldSendNothingInA20OnceTheKillIsAcknowledged() throws Exception {
    RunId run = paying();
    reached("intended");

    RunState after = killed(run);
    say("go");
    reached("over");

    assertThat(after.status()).isEqualTo(RunStatus.KILLED);
    assertThat(sink.resolve("sent")).doesNotExist();
    assertThat(node.events(after, RunEvent.KillEffective.class).getFirst().unconfirmed())
        .hasSize(1);
    assertThat(node.state(run).seq()).isEqualTo(after.seq()); // nothing came after it
  }

  @Test
  void shouldCallADeafWriteOfA20InDoubtThatHadBegunBeforeTheKill() throws Exception {
    RunId run = paying();
    say("go");
    reached("sent");

    RunState after = killed(run);
    say("answer");
    reached("over");

    assertThat(after.status()).isEqualTo(RunStatus.KILLED);
    assertThat(node.events(after, StepEvent.AttemptInDoubt.class)).hasSize(1);
    assertThat(node.events(after, StepEvent.AttemptSucceeded.class)).isEmpty();
    assertThat(Files.readAllLines(sink.resolve("sent"))).hasSize(1);
  }

  @Test
  void shouldCompleteTheTwinOfA20ThatNobodyKills() throws Exception {
    say("go");
    say("answer");

    RunState run = node.settled(paying());

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(Files.readAllLines(sink.resolve("sent"))).hasSize(1);
  }
}
