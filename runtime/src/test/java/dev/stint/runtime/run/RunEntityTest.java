package dev.stint.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.Ahead;
import dev.stint.runtime.step.Preparation;
import dev.stint.runtime.step.StepReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunEntityTest {
  private final ScriptedActivity activity = new ScriptedActivity();
  private final Map<RunId, RunState> latest = new ConcurrentHashMap<>();
  private final List<Long> writes = new CopyOnWriteArrayList<>();
  private ActorTestKit kit;
  private Submitted submission;

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

  private ActorRef<RunMessage> spawn(Submitted submission) {
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

  private RunReply ask(ActorRef<RunMessage> run, RunCommand command) {
    TestProbe<RunReply> probe = kit.createTestProbe(RunReply.class);
    run.tell(new RunMessage.Ask(command, "user:tester", List.of(), probe.getRef()));
    return probe.receiveMessage(Duration.ofSeconds(10));
  }

  private ActorRef<RunMessage> submit(Submitted submission) {
    ActorRef<RunMessage> run = spawn(submission);
    assertThat(ask(run, new RunCommand.Submit(submission, true))).isInstanceOf(RunReply.Done.class);
    return run;
  }

  private void awaitStatus(RunStatus status) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> latest.get(submission.run()).status() == status);
  }

  @Test
  void shouldRunEveryStepToTheEnd() {
    submit(PlanFixtures.chain("a", "b", "c"));
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1", "b#1", "c#1");
  }

  @Test
  void shouldWriteAnOutcomeAndTheNextPermitAtOnce() {
    submit(PlanFixtures.chain("a", "b", "c"));
    awaitStatus(RunStatus.SUCCEEDED);
    // submitted and started; a's permit; a's outcome with b's permit; b's with c's; c's with the
    // end
    await().untilAsserted(() -> assertThat(writes).containsExactly(2L, 1L, 2L, 2L, 2L));
  }

  @Test
  void shouldWriteStepsThatOnlyComputeTogether() {
    activity.computing.addAll(List.of("a", "b", "c"));
    submit(PlanFixtures.computing("a", "b", "c"));
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1", "b#1", "c#1");
    // submitted and started; then permits and outcomes, at least those of a at once
    await().untilAsserted(() -> assertThat(writes.stream().mapToLong(w -> w).sum()).isEqualTo(9));
    assertThat(writes.get(1)).isGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldAskForAPermitWhenComputingAheadTakesTooLong() {
    // given a step that computes, and hangs the first time
    AtomicInteger calls = new AtomicInteger();
    activity.computing.add("a");
    activity.deeds.put("a", (_, _) -> hangOnce(calls));
    // when
    submit(PlanFixtures.impatientComputing("a"));
    // then
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(calls).hasValueGreaterThan(1);
  }

  @Test
  void shouldReportWhatIsDoneWhenComputingAheadTakesTooLong() {
    // given a step that acts, and one after it that computes, and hangs the first time
    AtomicInteger calls = new AtomicInteger();
    activity.computing.add("b");
    activity.deeds.put("b", (_, _) -> hangOnce(calls));
    // when
    submit(PlanFixtures.impatientComputing("a", "b"));
    // then
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).contains("a#1").doesNotContain("a#2");
    assertThat(calls).hasValueGreaterThan(1);
  }

  private static void hangOnce(AtomicInteger calls) throws InterruptedException {
    if (calls.incrementAndGet() == 1) Thread.sleep(Duration.ofMinutes(1));
  }

  @Test
  void shouldNotStartWhatWasPreparedBeforeAPause() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch paused = new CountDownLatch(1);
    activity.deeds.put(
        "a",
        (_, _) -> {
          begun.countDown();
          paused.await();
        });
    ActorRef<RunMessage> run = submit(PlanFixtures.chain("a", "b"));
    begun.await();
    ask(run, new RunCommand.Pause("look"));
    paused.countDown();
    await().until(() -> latest.get(submission.run()).seq() == 5); // the outcome, and nothing else
    assertThat(latest.get(submission.run()).anyInFlight()).isFalse();
    ask(run, new RunCommand.Resume());
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1", "b#1");
  }

  @Test
  void shouldPrepareAnewWhatWasPreparedOnAnotherState() {
    CountDownLatch never = new CountDownLatch(1);
    activity.deeds.put("a", (_, _) -> never.await());
    activity.deeds.put("b", (_, _) -> never.await());
    ActorRef<RunMessage> run = submit(PlanFixtures.chain("a", "b"));
    await().until(() -> activity.performed.contains("a#1"));
    RunState state = latest.get(submission.run());
    Preparation stale = activity.prepare(state, UnitId.of("b"));
    var success =
        new StepCommand.ReportSuccess(
            UnitId.of("a"),
            lease(state, "a"),
            "out",
            0,
            1,
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty());
    run.tell(
        new RunMessage.Report(
            success,
            UnitId.of("a"),
            List.of(),
            Optional.of(new Ahead(state.seq() - 1, List.of(), Optional.of(stale))),
            kit.createTestProbe(StepReply.class).getRef()));
    await().until(() -> activity.performed.contains("b#1"));
    assertThat(lease(latest.get(submission.run()), "b")).isNotEqualTo(stale.request().lease());
  }

  private static String lease(RunState state, String unit) {
    return ((UnitState.InFlight) state.unit(UnitId.of(unit))).lease();
  }

  @Test
  void shouldTryAgainAfterBackoffUntilItWorks() {
    AtomicInteger calls = new AtomicInteger();
    activity.deeds.put(
        "a",
        (_, _) -> {
          if (calls.incrementAndGet() < 3) throw broken();
        });
    submit(PlanFixtures.chain("a"));
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1", "a#2", "a#3");
  }

  @Test
  void shouldGiveUpAndEscalateAfterTheLastAttempt() {
    activity.deeds.put(
        "a",
        (_, _) -> {
          throw broken();
        });
    submit(PlanFixtures.chain("a"));
    awaitStatus(RunStatus.FAILED);
    assertThat(activity.performed).hasSize(3);
  }

  @Test
  void shouldInterruptASlowCallOnKillAndStartNothingAfterwards() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    activity.deeds.put(
        "a",
        (_, _) -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    ActorRef<RunMessage> run = submit(PlanFixtures.chain("a", "b"));
    begun.await();
    RunReply reply = ask(run, new RunCommand.Kill("stop it"));
    assertThat(reply).isInstanceOf(RunReply.Done.class);
    RunState state = ((RunReply.Done) reply).state();
    assertThat(state.status()).isEqualTo(RunStatus.KILLED);
    assertThat(state.killEffectiveAt()).isPresent();
    assertThat(interrupted.await(1, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(activity.performed).containsExactly("a#1");
  }

  @Test
  void shouldTimeOutAnAttemptThatTakesTooLong() {
    activity.deeds.put("a", (_, _) -> new CountDownLatch(1).await());
    submit(PlanFixtures.impatient("a"));
    awaitStatus(RunStatus.FAILED);
    assertThat(latest.get(submission.run()).toolErrors()).isEqualTo(3);
  }

  @Test
  void shouldContinueUnfinishedStepAfterRestart() {
    CountDownLatch never = new CountDownLatch(1);
    activity.deeds.put(
        "b",
        (permit, _) -> {
          if (permit.attempt() == 1) never.await();
        });
    ActorRef<RunMessage> run = submit(PlanFixtures.chain("a", "b"));
    await().until(() -> activity.performed.contains("b#1"));
    kit.stop(run);
    ActorRef<RunMessage> again = spawn(submission);
    again.tell(new RunMessage.Wake());
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1", "b#1", "b#2");
  }

  /** A run whose node dies in the middle of a write, and that is read back elsewhere. */
  @Test
  void shouldKeepALiveAttemptThoughItWasWokenBeforeItWasSubmitted() {
    CountDownLatch done = new CountDownLatch(1);
    activity.deeds.put("a", (_, _) -> done.await());
    ActorRef<RunMessage> run = spawn(PlanFixtures.chain("a"));
    ask(run, new RunCommand.Tick()); // answered once it has recovered, from nothing,
    ask(run, new RunCommand.Tick()); // and has woken itself
    ask(run, new RunCommand.Submit(submission, true));
    await().until(() -> activity.performed.contains("a#1"));

    run.tell(new RunMessage.Wake()); // as the sweeper does, every few seconds
    ask(run, new RunCommand.Tick());

    assertThat(latest.get(submission.run()).unit(UnitId.of("a")).tries().lost()).isZero();
    done.countDown();
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1");
  }

  private void crashDuringWrite() {
    activity.deeds.put(
        "a",
        (permit, _) -> {
          if (permit.attempt() == 1) new CountDownLatch(1).await();
        });
    ActorRef<RunMessage> run = submit(PlanFixtures.queryable("a"));
    await().until(() -> activity.performed.contains("a#1"));
    kit.stop(run);
    spawn(submission).tell(new RunMessage.Wake());
  }

  @Test
  void shouldAskTheToolWhatBecameOfAWriteInDoubtInsteadOfRepeatingIt() {
    activity.fate = DoubtCommand.Answer.HAPPENED;
    crashDuringWrite();
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.queried).containsExactly("a?1");
    assertThat(activity.performed).containsExactly("a#1");
  }

  @Test
  void shouldWriteAgainOnlyWhenTheToolSaysThatItDidNotHappen() {
    activity.fate = DoubtCommand.Answer.DID_NOT_HAPPEN;
    crashDuringWrite();
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1", "a#2");
  }

  @Test
  void shouldWaitForAPersonWhenTheToolCannotTell() {
    crashDuringWrite();
    awaitStatus(RunStatus.IN_DOUBT);
    assertThat(activity.performed).containsExactly("a#1");
  }

  @Test
  void shouldAnswerEveryCommandUnderOverload() {
    ActorRef<RunMessage> run = submit(PlanFixtures.chain("a"));
    TestProbe<RunReply> probe = kit.createTestProbe(RunReply.class);
    for (int i = 0; i < 20_000; i++) {
      RunCommand command = i % 2 == 0 ? new RunCommand.Pause("x") : new RunCommand.Resume();
      run.tell(new RunMessage.Ask(command, "user:tester", List.of(), probe.getRef()));
    }
    List<RunReply> replies = probe.receiveSeveralMessages(20_000, Duration.ofSeconds(20));
    assertThat(replies).hasSize(20_000).anyMatch(RunReply.Busy.class::isInstance);
  }

  private static ActivityException broken() {
    return new ActivityException(Failure.retryable("tool_error", "it broke"), Optional.of(0L));
  }
}
