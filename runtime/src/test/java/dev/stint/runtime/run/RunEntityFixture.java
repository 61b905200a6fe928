package dev.stint.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One actor system for each test, and runs in it whose steps are scripted. */
abstract class RunEntityFixture {
  final ScriptedActivity activity = new ScriptedActivity();
  final Map<RunId, RunState> latest = new ConcurrentHashMap<>();
  final List<Long> writes = new CopyOnWriteArrayList<>();
  ActorTestKit kit;
  Submitted submission;

  @BeforeEach
  void startSystem() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    """
                    pekko.persistence.journal.plugin = pekko.persistence.journal.inmem
                    pekko.persistence.snapshot-store.plugin = pekko.persistence.no-snapshot-store
                    pekko.loglevel = WARNING
                    stint.run.mailbox {
                      mailbox-type = dev.stint.runtime.run.CommandMailbox
                      command-capacity = 20
                    }
                    """)
                .withFallback(ConfigFactory.load()));
  }

  @AfterEach
  void stopSystem() {
    kit.shutdownTestKit();
  }

  ActorRef<RunMessage> spawn(Submitted submission) {
    this.submission = submission;
    RunEntitySetup setup =
        new RunEntitySetup(
            activity,
            InstantSource.system(),
            (before, after) -> {
              latest.put(after.submitted().run(), after);
              writes.add(after.seq() - before.map(RunState::seq).orElse(0L));
            },
            Duration.ofMinutes(1),
            new Passivation() {
              @Override
              public void ask(ActorRef<RunMessage> entity) {}

              @Override
              public void wakeAfterwards(RunId run) {}
            },
            () -> false,
            _ -> {});
    return kit.spawn(
        RunEntity.create(submission.run(), setup), MailboxSelector.fromConfig("stint.run.mailbox"));
  }

  RunReply ask(ActorRef<RunMessage> run, RunCommand command) {
    TestProbe<RunReply> probe = kit.createTestProbe(RunReply.class);
    run.tell(new RunMessage.Ask(command, "user:tester", List.of(), probe.getRef()));
    return probe.receiveMessage(Duration.ofSeconds(60));
  }

  ActorRef<RunMessage> submit(Submitted submission) {
    ActorRef<RunMessage> run = spawn(submission);
    assertThat(ask(run, new RunCommand.Submit(submission, true))).isInstanceOf(RunReply.Done.class);
    return run;
  }

  void awaitStatus(RunStatus status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> latest.get(submission.run()).status() == status);
  }
}
