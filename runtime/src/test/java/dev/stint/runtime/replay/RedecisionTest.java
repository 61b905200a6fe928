package dev.stint.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.runtime.decision.RandomHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Deciding again: what the rules wrote holds, and what somebody else wrote is found. */
class RedecisionTest {
  private static final Instant LATER = Instant.parse("2026-06-17T09:00:00Z");

  @Property(tries = 1500)
  void shouldFindNothingInWhatTheRulesDecided(@ForAll long seed) {
    List<Recorded> history = RandomHistory.of(seed);
    var result = Redecision.of(history, (_, _, _, _) -> {});
    assertThat(result.divergence().map(Divergence::sentence)).isEmpty();
    assertThat(result.events()).isEqualTo(history.size());
    assertThat(result.commands()).isBetween(1L, (long) history.size());
  }

  @Test
  void shouldMeetEveryKindOfEventInItsHistories() {
    Set<String> all = new TreeSet<>();
    EventNames.all().forEach(all::add);
    all.removeIf(RedecisionTest::notOfARun);
    all.remove("run.deadline_passed");
    all.remove("step.reused"); // see TakenOverTest
    Set<String> met = new TreeSet<>();
    for (long seed = 0; seed < 5_000 && !met.containsAll(all); seed++) {
      RandomHistory.of(seed).forEach(r -> met.add(EventNames.of(r.event())));
    }
    assertThat(met).isEqualTo(all);
  }

  static boolean notOfARun(String event) {
    return event.startsWith("job.") || event.startsWith("audit.") || event.startsWith("memory.");
  }

  @Property(tries = 1500)
  void shouldFindAFieldThatTheRulesDecideDifferently(@ForAll long seed) {
    List<Recorded> history = RandomHistory.of(seed);
    var random = new Random(seed);
    List<Integer> doctorable = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      if (doctored(event(history, i)).isPresent()) doctorable.add(i);
    }
    if (doctorable.isEmpty()) return;
    int at = doctorable.get(random.nextInt(doctorable.size()));
    RunEvent lie = doctored(event(history, at)).orElseThrow();
    Optional<Divergence> found = Redecision.firstDivergence(replaced(history, at, lie));
    assertThat(found).as("event %s became %s", at + 1, lie).isPresent();
    assertThat(found.get().seq()).as(found.get().sentence()).isEqualTo(at + 1L);
  }

  @Property(tries = 1000)
  void shouldFindAConsequenceThatIsMissing(@ForAll long seed) {
    List<Recorded> history = RandomHistory.of(seed);
    List<Integer> consequences = consequences(history);
    if (consequences.isEmpty()) return;
    int at = consequences.get(new Random(seed).nextInt(consequences.size()));
    List<Recorded> shorter = new ArrayList<>(history);
    shorter.remove(at);
    assertThat(Redecision.firstDivergence(shorter).map(Divergence::seq)).contains(at + 1L);
  }

  @Property(tries = 500)
  void shouldFindAConsequenceThatNothingLedTo(@ForAll long seed) {
    List<Recorded> history = RandomHistory.of(seed);
    if (history.size() < 4) return;
    int at = 2 + new Random(seed).nextInt(history.size() - 3);
    if (event(history, at) instanceof RunEvent.Finished) return; // the lie would be the truth
    List<Recorded> longer = new ArrayList<>(history);
    Recorded before = history.get(at - 1);
    longer.add(
        at,
        Recorded.of(before.at(), before.by(), new RunEvent.Finished(RunStatus.SUCCEEDED, "", "")));
    assertThat(Redecision.firstDivergence(longer)).isPresent();
    // An edit that is torn apart is noticed at its first half.
    long seq = Redecision.firstDivergence(longer).orElseThrow().seq();
    assertThat(seq).isBetween((long) at, at + 1L);
  }

  @Property(tries = 500)
  void shouldBeTotalOverShuffledHistories(@ForAll long seed) {
    List<Recorded> shuffled = new ArrayList<>(RandomHistory.of(seed));
    java.util.Collections.shuffle(shuffled, new Random(seed));
    assertThat(Redecision.of(shuffled, (_, _, _, _) -> {}).events())
        .isLessThanOrEqualTo(shuffled.size());
  }

  @Test
  void shouldFindAPermitAfterAKill() {
    for (long seed = 0; seed < 300; seed++) {
      List<Recorded> history = RandomHistory.of(seed);
      int kill = indexOf(history, RunEvent.KillAccepted.class);
      int permit = indexOf(history, StepEvent.AttemptStarted.class);
      if (kill < 0 || permit < 0 || permit > kill) continue;
      List<Recorded> doctored = new ArrayList<>(history.subList(0, kill + 1));
      doctored.add(
          Recorded.of(history.get(kill).at(), Recorded.SYSTEM, history.get(permit).event()));
      assertThat(Redecision.firstDivergence(doctored)).isPresent();
      return;
    }
    throw new AssertionError("no seed led to a kill after a permit");
  }

  @Test
  void shouldFindAnApprovalByTheSubmitter() {
    List<Recorded> history = RandomHistory.of(firstSeedWith(ApprovalEvent.Granted.class));
    int grant = indexOf(history, ApprovalEvent.Granted.class);
    List<Recorded> doctored = new ArrayList<>(history);
    Recorded was = history.get(grant);
    doctored.set(grant, Recorded.of(was.at(), history.getFirst().by(), was.event()));
    Divergence found = Redecision.firstDivergence(doctored).orElseThrow();
    assertThat(found.seq()).isEqualTo(grant + 1L);
    assertThat(found.sentence()).contains("another person must decide");
  }

  @Test
  void shouldSayWhatWasExpectedAndWhatWasFound() {
    List<Recorded> history = RandomHistory.of(1);
    int at = indexOf(history, StepEvent.AttemptStarted.class);
    StepEvent.AttemptStarted was = (StepEvent.AttemptStarted) history.get(at).event();
    List<Recorded> doctored =
        replaced(history, at, attempt(was, was.attempt() + 6, was.reserved()));
    assertThat(Redecision.firstDivergence(doctored).orElseThrow().sentence())
        .isEqualTo(
            "event %d, step.attempt_started.attempt: expected %d, found %d"
                .formatted(at + 1, was.attempt(), was.attempt() + 6));
  }

  @Test
  void shouldExpectASubmissionFirst() {
    List<Recorded> history = RandomHistory.of(1);
    assertThat(Redecision.firstDivergence(history.subList(1, history.size())).orElseThrow())
        .extracting(Divergence::seq, Divergence::found)
        .containsExactly(1L, "run.started");
  }

  @Test
  void shouldHoldADeciderToTheNameTheRecordSays() {
    List<Recorded> history = RandomHistory.of(firstSeedWith(ApprovalEvent.Granted.class));
    int grant = indexOf(history, ApprovalEvent.Granted.class);
    var was = (ApprovalEvent.Granted) history.get(grant).event();
    var stranger =
        new ApprovalEvent.Granted(
            was.approval(), was.contentHash(), was.comment(), was.via(), Optional.of("group:x"));
    List<Recorded> doctored = new ArrayList<>(history);
    doctored.set(grant, Recorded.of(history.get(grant).at(), "user:stranger", stranger));
    Divergence found = Redecision.firstDivergence(doctored).orElseThrow();
    assertThat(found.seq()).isEqualTo(grant + 1L);
    assertThat(found.sentence()).contains("user:stranger is not asked here");
  }

  private static long firstSeedWith(Class<? extends RunEvent> type) {
    for (long seed = 0; seed < 1000; seed++) {
      if (indexOf(RandomHistory.of(seed), type) >= 0) return seed;
    }
    throw new AssertionError("no seed led to " + type);
  }

  /** The event with one field changed that no asker chooses; nothing for one without. */
  private static Optional<RunEvent> doctored(RunEvent event) {
    return Optional.ofNullable(
        switch (event) {
          case StepEvent.AttemptStarted e when e.lease().length() % 2 == 0 ->
              attempt(e, e.attempt() + 1, e.reserved());
          case StepEvent.AttemptStarted e -> attempt(e, e.attempt(), 1_000_000);
          case StepEvent.AttemptSucceeded e ->
              new StepEvent.AttemptSucceeded(
                  e.unit(),
                  "stale",
                  e.output(),
                  e.tokens(),
                  e.tookMs(),
                  e.artifacts(),
                  e.pins(),
                  Optional.empty());
          case StepEvent.AttemptFailed e when e.retryAt().isPresent() ->
              new StepEvent.AttemptFailed(
                  e.unit(), e.lease(), e.failure(), e.tokens(), e.tookMs(), Optional.of(LATER));
          case StepEvent.AttemptLost e ->
              new StepEvent.AttemptLost(e.unit(), e.lease(), e.tokens() + 1);
          case RunEvent.BudgetAlerted e ->
              new RunEvent.BudgetAlerted(e.used() + 1, e.soft(), e.hard());
          case RunEvent.BudgetExhausted e ->
              new RunEvent.BudgetExhausted(e.unit(), e.needed(), e.available() + 1, e.rationale());
          case StepEvent.Failed e ->
              new StepEvent.Failed(e.step(), e.failure(), Optional.of("group:nobody"));
          case RunEvent.Finished e -> new RunEvent.Finished(RunStatus.PARTIAL, "x", e.reason());
          case RunEvent.PolicyViolated e ->
              new RunEvent.PolicyViolated(e.unit(), "stint.other", e.verdict(), e.message());
          case ApprovalEvent.Requested e ->
              new ApprovalEvent.Requested(
                  e.approval(),
                  e.unit(),
                  e.content(),
                  e.contentHash(),
                  e.args(),
                  List.of("user:anyone"),
                  e.fourEyes(),
                  e.expiresAt(),
                  e.editor(),
                  e.editorRole());
          case ApprovalEvent.Granted e ->
              new ApprovalEvent.Granted(e.approval(), "other", e.comment(), e.via(), e.role());
          case ApprovalEvent.Voided e -> new ApprovalEvent.Voided(e.approval(), "because");
          case RunEvent.KillEffective e ->
              new RunEvent.KillEffective(List.of(UnitId.of("s77")), e.unconfirmed());
          default -> null;
        });
  }

  private static StepEvent.AttemptStarted attempt(
      StepEvent.AttemptStarted e, int attempt, long reserved) {
    return new StepEvent.AttemptStarted(
        e.unit(),
        attempt,
        e.lease(),
        e.idempotencyKey(),
        e.args(),
        e.argsHash(),
        reserved,
        e.verdict(),
        e.approval(),
        e.pins(),
        e.label());
  }

  /** Indexes of events that only follow from the one before. */
  private static List<Integer> consequences(List<Recorded> history) {
    List<Integer> found = new ArrayList<>();
    for (int i = 1; i < history.size(); i++) {
      boolean only =
          switch (event(history, i)) {
            case RunEvent.BudgetAlerted _, RunEvent.Finished _ -> true;
            default -> false;
          };
      if (only) found.add(i);
    }
    return found;
  }

  private static RunEvent event(List<Recorded> history, int at) {
    return (RunEvent) history.get(at).event();
  }

  private static int indexOf(List<Recorded> history, Class<? extends RunEvent> type) {
    for (int i = 0; i < history.size(); i++) {
      if (type.isInstance(history.get(i).event())) return i;
    }
    return -1;
  }

  private static List<Recorded> replaced(List<Recorded> history, int at, RunEvent event) {
    List<Recorded> copy = new ArrayList<>(history);
    copy.set(at, Recorded.of(history.get(at).at(), history.get(at).by(), event));
    return copy;
  }
}
