package dev.stint.runtime.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.PlanFixtures;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Instant NOW = Instant.parse("2026-06-17T06:00:00Z");
  private static final Submitted SUBMITTED = PlanFixtures.chain("a");
  private final List<RunId> started = new ArrayList<>();

  private static RunId run(String department) {
    return RunIds.random(department, NOW);
  }

  private static RunState after(Optional<RunState> before, RunCommand command) {
    var decided = (Decision.Persist) RunDecisions.decide(before, command, Recorded.SYSTEM, NOW);
    return RunDecisions.fold(before, decided.events(), Recorded.SYSTEM, NOW);
  }

  /** The run is admitted to the queue, and then durable. */
  private static void queue(Admission admission, RunId run, String department, int priority) {
    assertThat(admission.admit(run)).isInstanceOf(Admission.Answer.Queue.class);
    admission.restore(run, department, priority);
  }

  @Test
  void shouldStartThenQueueThenRefuseWithATimeToComeBack() {
    Admission admission = new Admission(1, 1, started::add);
    assertThat(admission.admit(run("a"))).isInstanceOf(Admission.Answer.StartNow.class);
    assertThat(admission.admit(run("a"))).isInstanceOf(Admission.Answer.Queue.class);
    assertThat(admission.admit(run("a")))
        .isInstanceOfSatisfying(
            Admission.Answer.Refused.class,
            refused -> assertThat(refused.retryAfter().toSeconds()).isPositive());
  }

  @Test
  void shouldTakeTurnsBetweenDepartments() {
    Admission admission = new Admission(1, 100, started::add);
    RunId first = run("busy");
    admission.admit(first);
    for (int i = 0; i < 10; i++) queue(admission, run("busy"), "busy", 0);
    RunId other = run("small");
    queue(admission, other, "small", 0);
    admission.withdraw(first);
    admission.withdraw(started.getLast());
    assertThat(started).hasSize(2).contains(other);
  }

  @Test
  void shouldHonourPriorityWithinADepartment() {
    Admission admission = new Admission(1, 100, started::add);
    RunId first = run("a");
    admission.admit(first);
    queue(admission, run("a"), "a", 0);
    RunId urgent = run("a");
    queue(admission, urgent, "a", 9);
    admission.withdraw(first);
    assertThat(started).containsExactly(urgent);
  }

  @Test
  void shouldStartNoRunThatIsNotDurableYet() {
    Admission admission = new Admission(1, 100, started::add);
    RunId first = run("a");
    RunId second = run("a");
    admission.admit(first);
    admission.admit(second);

    admission.withdraw(first);
    assertThat(started).isEmpty();
    assertThat(admission.queuedCount()).isOne();

    admission.restore(second, "a", 0);
    assertThat(started).containsExactly(second);
    assertThat(admission.queuedCount()).isZero();
  }

  @Test
  void shouldHoldNothingMoreForARepeat() {
    Admission admission = new Admission(1, 1, started::add);
    RunId active = run("a");
    RunId queued = run("a");
    admission.admit(active);
    admission.admit(queued);

    assertThat(admission.admit(active)).isInstanceOf(Admission.Answer.Active.class);
    assertThat(admission.admit(queued)).isInstanceOf(Admission.Answer.Queue.class);
    assertThat(admission.activeCount()).isOne();
    assertThat(admission.queuedCount()).isOne();
  }

  @Test
  void shouldKeepADurableRunInTheQueueWhenARepeatOfItsSubmissionFails() {
    Admission admission = new Admission(1, 1, started::add);
    RunId active = run("a");
    RunId queued = run("a");
    admission.admit(active);
    queue(admission, queued, "a", 0);

    admission.withdraw(queued);
    assertThat(admission.queuedCount()).isOne();
    admission.withdraw(active);
    assertThat(started).containsExactly(queued);
  }

  @Test
  void shouldTakeARunIntoTheQueueOnceItIsToldThatItIsDurable() {
    Admission admission = new Admission(1, 100, started::add);
    RunId active = run("a");
    RunState queued = after(Optional.empty(), new RunCommand.Submit(SUBMITTED, false));
    admission.admit(active);
    admission.admit(SUBMITTED.run());

    admission.changed(Optional.empty(), queued);

    admission.withdraw(active);
    assertThat(started).containsExactly(SUBMITTED.run());
  }

  @Test
  void shouldNotStartARunWhoseEndWasToldBeforeItsSubmission() {
    Admission admission = new Admission(1, 100, started::add);
    RunId active = run("a");
    RunState queued = after(Optional.empty(), new RunCommand.Submit(SUBMITTED, false));
    RunState killed = after(Optional.of(queued), new RunCommand.Kill("enough"));
    admission.admit(active);
    admission.admit(SUBMITTED.run());

    admission.changed(Optional.of(queued), killed);
    admission.changed(Optional.empty(), queued);

    assertThat(admission.queuedCount()).isZero();
    admission.withdraw(active);
    assertThat(started).isEmpty();
  }

  @Property(tries = 200)
  void shouldNeverExceedItsLimitsNorForgetARun(
      @ForAll @Size(max = 200) List<@IntRange(max = 3) Integer> script) {
    List<RunId> running = new ArrayList<>();
    List<RunId> arriving = new ArrayList<>();
    Admission admission = new Admission(3, 5, running::add);
    int admitted = 0;
    int ended = 0;
    for (int move : script) {
      if (move < 3) {
        RunId run = run("d" + move);
        switch (admission.admit(run)) {
          case Admission.Answer.StartNow _ -> {
            running.add(run);
            admitted++;
          }
          case Admission.Answer.Queue _ -> {
            admitted++;
            if (move > 0) admission.restore(run, "d" + move, move);
            else arriving.add(run);
          }
          case Admission.Answer.Active _ -> throw new AssertionError("a new run is active");
          case Admission.Answer.Refused _ -> {}
        }
      } else if (!arriving.isEmpty()) {
        RunId durable = arriving.removeFirst();
        admission.restore(durable, "d0", 0);
      } else if (!running.isEmpty()) {
        ended++;
        admission.withdraw(running.removeFirst());
      }
      assertThat(admission.activeCount()).isLessThanOrEqualTo(3).isEqualTo(running.size());
      assertThat(admission.queuedCount()).isLessThanOrEqualTo(5);
      assertThat(admitted).isEqualTo(ended + admission.activeCount() + admission.queuedCount());
    }
  }

  @Test
  void shouldGiveTheSameIdToTheSameKeyOnTheSameDay() {
    assertThat(RunIds.ofKey("user:a", "legal", "k", NOW))
        .isEqualTo(RunIds.ofKey("user:a", "legal", "k", NOW.plusSeconds(60)))
        .doesNotContainAnyElementsOf(RunIds.ofKey("user:b", "legal", "k", NOW));
    List<RunId> tomorrow = RunIds.ofKey("user:a", "legal", "k", NOW.plusSeconds(86_400));
    RunId today = RunIds.ofKey("user:a", "legal", "k", NOW).getFirst();
    assertThat(tomorrow.getFirst()).isNotEqualTo(today);
    assertThat(tomorrow).contains(today);
  }

  @Test
  void shouldFindTheRunOfAKeyWhenTheClockWasSetBackOverMidnight() {
    RunId given = RunIds.ofKey("user:a", "legal", "k", NOW).getFirst();
    List<RunId> dayBefore = RunIds.ofKey("user:a", "legal", "k", NOW.minusSeconds(86_400));
    assertThat(dayBefore.getFirst()).isNotEqualTo(given);
    assertThat(dayBefore).contains(given);
  }
}
