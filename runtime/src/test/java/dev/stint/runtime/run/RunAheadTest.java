package dev.stint.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.Ahead;
import dev.stint.runtime.step.Preparation;
import dev.stint.runtime.step.StepReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What is prepared, computed and written ahead, and what comes of it when things differ. */
class RunAheadTest extends RunEntityFixture {
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
}
