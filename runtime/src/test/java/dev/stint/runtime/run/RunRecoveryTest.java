package dev.stint.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RunCommand;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** Runs whose entity stopped in the middle. */
class RunRecoveryTest extends RunEntityFixture {
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

  /** A run whose node dies in the middle of a write, and that is read back elsewhere. */
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
}
