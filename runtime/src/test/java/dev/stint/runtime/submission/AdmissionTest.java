package dev.stint.runtime.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Instant NOW = Instant.parse("2026-06-17T06:00:00Z");
  private final List<RunId> started = new ArrayList<>();

  private static RunId run(String department) {
    return RunIds.random(department, NOW);
  }

  @Test
  void shouldStartThenQueueThenRefuseWithATimeToComeBack() {
    Admission admission = new Admission(1, 1, started::add);
    assertThat(admission.admit(run("a"), "a", 0)).isInstanceOf(Admission.Answer.StartNow.class);
    assertThat(admission.admit(run("a"), "a", 0)).isInstanceOf(Admission.Answer.Queue.class);
    assertThat(admission.admit(run("a"), "a", 0))
        .isInstanceOfSatisfying(
            Admission.Answer.Refused.class,
            refused -> assertThat(refused.retryAfter().toSeconds()).isPositive());
  }

  @Test
  void shouldTakeTurnsBetweenDepartments() {
    Admission admission = new Admission(1, 100, started::add);
    RunId first = run("busy");
    admission.admit(first, "busy", 0);
    for (int i = 0; i < 10; i++) admission.admit(run("busy"), "busy", 0);
    RunId other = run("small");
    admission.admit(other, "small", 0);
    admission.withdraw(first);
    admission.withdraw(started.getLast());
    assertThat(started).hasSize(2).contains(other);
  }

  @Test
  void shouldHonourPriorityWithinADepartment() {
    Admission admission = new Admission(1, 100, started::add);
    RunId first = run("a");
    admission.admit(first, "a", 0);
    admission.admit(run("a"), "a", 0);
    RunId urgent = run("a");
    admission.admit(urgent, "a", 9);
    admission.withdraw(first);
    assertThat(started).containsExactly(urgent);
  }

  @Property(tries = 200)
  void shouldNeverExceedItsLimitsNorForgetARun(
      @ForAll @Size(max = 200) List<@IntRange(max = 3) Integer> script) {
    List<RunId> running = new ArrayList<>();
    Admission admission = new Admission(3, 5, running::add);
    int admitted = 0;
    int ended = 0;
    for (int move : script) {
      if (move < 3) {
        RunId run = run("d" + move);
        switch (admission.admit(run, "d" + move, move)) {
          case Admission.Answer.StartNow _ -> {
            running.add(run);
            admitted++;
          }
          case Admission.Answer.Queue _ -> admitted++;
          case Admission.Answer.Refused _ -> {}
        }
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
