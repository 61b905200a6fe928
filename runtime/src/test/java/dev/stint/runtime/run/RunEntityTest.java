package dev.stint.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.step.ActivityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** Runs as persistent actors, with supervised steps. */
class RunEntityTest extends RunEntityFixture {
  @Test
  void shouldRunEveryStepToTheEnd() {
    submit(PlanFixtures.chain("a", "b", "c"));
    awaitStatus(RunStatus.SUCCEEDED);
    assertThat(activity.performed).containsExactly("a#1", "b#1", "c#1");
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
    assertThat(interrupted.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(activity.performed).containsExactly("a#1");
  }

  @Test
  void shouldFenceACallThatHearsOfTheKillAndWouldActAllTheSame() throws InterruptedException {
    // given a call that is about to act, and takes the interrupt for nothing
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger acted = new AtomicInteger();
    activity.deeds.put(
        "a",
        (_, gate) -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException _) {
            gate.enter();
            acted.incrementAndGet();
          }
        });
    ActorRef<RunMessage> run = submit(PlanFixtures.chain("a"));
    begun.await();
    // when
    RunReply reply = ask(run, new RunCommand.Kill("stop it"));
    // then the kill was effective before it could act
    assertThat(((RunReply.Done) reply).state().status()).isEqualTo(RunStatus.KILLED);
    assertThat(acted).hasValue(0);
  }

  @Test
  void shouldTimeOutAnAttemptThatTakesTooLong() {
    activity.deeds.put("a", (_, _) -> new CountDownLatch(1).await());
    submit(PlanFixtures.impatient("a"));
    awaitStatus(RunStatus.FAILED);
    assertThat(latest.get(submission.run()).toolErrors()).isEqualTo(3);
  }

  @Test
  void shouldAnswerEveryCommandUnderOverload() {
    ActorRef<RunMessage> run = submit(PlanFixtures.chain("a"));
    TestProbe<RunReply> probe = kit.createTestProbe(RunReply.class);
    for (int i = 0; i < 20_000; i++) {
      RunCommand command = i % 2 == 0 ? new RunCommand.Pause("x") : new RunCommand.Resume();
      run.tell(new RunMessage.Ask(command, "user:tester", List.of(), probe.getRef()));
    }
    List<RunReply> replies = probe.receiveSeveralMessages(20_000, Duration.ofSeconds(60));
    assertThat(replies).hasSize(20_000).anyMatch(RunReply.Busy.class::isInstance);
  }

  private static ActivityException broken() {
    return new ActivityException(Failure.retryable("tool_error", "it broke"), Optional.of(0L));
  }
}
