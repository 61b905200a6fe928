package dev.stint.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.Effect;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the views show; inherited by the test of each database. */
abstract class RunViewsContract {
  private static final Instant T = Instant.parse("2026-06-17T06:00:00Z");
  private final ViewDatabase database = open();
  private final ListTail tail = new ListTail();
  private final RunViews views = new RunViews(database);

  /** Empty views. */
  abstract ViewDatabase open();

  /** A journal that is a list. */
  private static final class ListTail implements EventTail {
    final List<TailEvent> all = new ArrayList<>();

    void add(RunId run, RunEvent event) {
      long seq = history(run, Long.MAX_VALUE).size() + 1L;
      Recorded recorded = Recorded.of(T.plusSeconds(all.size()), "user:ann", event);
      all.add(new TailEvent(all.size() + 1L, run.persistenceId(), seq, recorded));
    }

    @Override
    public Page after(long offset, int limit) {
      List<TailEvent> found = all.stream().filter(e -> e.offset() > offset).limit(limit).toList();
      return new Page(found, found.isEmpty() ? offset : found.getLast().offset());
    }

    @Override
    public List<Recorded> history(RunId run, long toSeq) {
      return all.stream()
          .filter(e -> e.persistenceId().equals(run.persistenceId()) && e.seq() <= toSeq)
          .map(TailEvent::recorded)
          .toList();
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static RunId id(int n) {
    return new RunId("run-2026-06-17-legal-aaaaaaa" + (char) ('a' + n));
  }

  private static RunEvent.Submitted submitted(RunId run) {
    var step =
        new PlannedStep(
            "draft",
            StepKind.PROMPT,
            Stage.GENERATE,
            List.of(),
            false,
            false,
            1,
            "offline/extractive",
            Effect.NONE,
            true,
            PlannedStep.Retry.NONE,
            1000,
            Optional.empty());
    return new RunEvent.Submitted(
        run,
        new JobRef("report", "1.0.0", "d"),
        new Plan(List.of(step), "h"),
        "inputs",
        "group:owners",
        "legal",
        Map.of(),
        0,
        new TokenBudget(75, 100, 0, true, 0, true),
        "p",
        "r",
        false,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private void draft(RunId run, long tokens) {
    UnitId unit = UnitId.of("draft");
    Verdict allow = Verdict.allow("models.allow", "p");
    tail.add(
        run,
        new StepEvent.AttemptStarted(
            unit, 1, "l", "k", "a", "h", 50, allow, Optional.empty(), Map.of(), Optional.empty()));
    tail.add(
        run,
        new StepEvent.AttemptSucceeded(
            unit, "l", "o", tokens, 7, List.of(), Map.of(), Optional.empty()));
    tail.add(run, new RunEvent.Finished(RunStatus.SUCCEEDED, "", ""));
  }

  private long project(int batch) {
    var projection = new RunViewProjection(database, tail);
    long before = -1;
    long reached = projection.offset();
    while (reached != before) {
      before = reached;
      reached = projection.step(batch);
    }
    return reached;
  }

  private RunRow row(RunId run) {
    return views.runs(RunQuery.latest(100)).stream()
        .filter(row -> row.runId().equals(run.value()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldShowARunAsItsHistoryFolds() {
    tail.add(id(0), submitted(id(0)));
    tail.add(id(0), new RunEvent.Started());
    draft(id(0), 40);
    project(100);
    RunRow row = row(id(0));
    assertThat(row.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(row.tokensGenerate()).isEqualTo(40);
    assertThat(row.finishedAt()).contains(T.plusSeconds(4));
  }

  @Test
  void shouldNotCountReplayedEventTwice() {
    for (int i = 0; i < 3; i++) {
      tail.add(id(i), submitted(id(i)));
      tail.add(id(i), new RunEvent.Started());
      draft(id(i), 10);
      project(1 + i); // a new projection each time, as after a restart
    }
    assertThat(views.spend(LocalDate.of(2026, 6, 17), LocalDate.of(2026, 6, 17)))
        .extracting(SpendRow::tokens)
        .containsExactly(30L);
  }

  @Test
  void shouldRefuseToMoveAnOffsetThatAnotherProjectionMoved() {
    tail.add(id(0), submitted(id(0)));
    project(10);
    Boolean moved =
        database.read(
            c -> ViewOffset.advance(c, "runs", 0, 99) || ViewOffset.advance(c, "runs", 7, 9));
    assertThat(moved).isFalse();
  }

  @Test
  void shouldPageThroughRunsNewestFirst() {
    for (int i = 0; i < 5; i++) tail.add(id(i), submitted(id(i)));
    project(100);
    List<RunRow> first = views.runs(RunQuery.latest(2));
    assertThat(first).extracting(RunRow::runId).containsExactly(id(4).value(), id(3).value());
    RunQuery next =
        new RunQuery(
            Optional.of("report"),
            Optional.of(RunStatus.QUEUED),
            Optional.of("legal"),
            Optional.empty(),
            Optional.of(RunCursor.of(first.getLast())),
            10);
    assertThat(views.runs(next))
        .extracting(RunRow::runId)
        .containsExactly(id(2).value(), id(1).value(), id(0).value());
    RunQuery stranger =
        new RunQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("user:stranger"),
            Optional.empty(),
            10);
    assertThat(views.runs(stranger)).isEmpty();
  }

  @Test
  void shouldGoOnAfterARunAmongThoseOfItsMillisecondAlsoWhenItIsNotThere() {
    // given three runs of one millisecond, listed by their ids
    for (int i = 0; i < 3; i++) {
      Recorded recorded = Recorded.of(T, "user:ann", submitted(id(i)));
      tail.all.add(new TailEvent(i + 1L, id(i).persistenceId(), 1, recorded));
    }
    project(100);
    // when, then
    assertThat(after(new RunCursor(T, id(2)))).containsExactly(id(1).value(), id(0).value());
    assertThat(after(new RunCursor(T, id(1)))).containsExactly(id(0).value());
    assertThat(after(new RunCursor(T, id(9)))).hasSize(3);
    assertThat(after(new RunCursor(T.minusMillis(1), id(9)))).isEmpty();
  }

  private List<String> after(RunCursor cursor) {
    var query =
        new RunQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(cursor),
            10);
    return views.runs(query).stream().map(RunRow::runId).toList();
  }

  @Test
  void shouldKeepOneRowOfARunThatIsWrittenOften() {
    // given, when each event is a transaction of its own, of a projection of its own
    tail.add(id(0), submitted(id(0)));
    project(1);
    tail.add(id(0), new RunEvent.Started());
    project(1);
    draft(id(0), 1);
    project(1);
    // then
    assertThat(views.runs(RunQuery.latest(10)))
        .extracting(RunRow::status)
        .containsExactly(RunStatus.SUCCEEDED);
  }

  @Test
  void shouldFindTheRowOfARunWhoseTimeIsFinerThanTheColumn() {
    // given
    Recorded recorded = Recorded.of(T.plusNanos(123_987_654), "user:ann", submitted(id(0)));
    tail.all.add(new TailEvent(1, id(0).persistenceId(), 1, recorded));
    project(1);
    // when
    tail.add(id(0), new RunEvent.Started());
    project(1);
    // then
    assertThat(views.runs(RunQuery.latest(10)))
        .extracting(RunRow::status)
        .containsExactly(RunStatus.RUNNING);
  }

  @Test
  void shouldListPendingApprovalsAndTheirTimers() {
    tail.add(id(0), submitted(id(0)));
    tail.add(id(0), new RunEvent.Started());
    tail.add(
        id(0),
        new ApprovalEvent.Requested(
            "apr-1",
            UnitId.of("draft"),
            "c",
            "hash",
            "args",
            List.of("user:lead", "group:legal"),
            true,
            T.plusSeconds(3600),
            Optional.empty(),
            Optional.empty()));
    project(100);
    assertThat(views.approvals(true, 10).getFirst().deciders())
        .containsExactly("user:lead", "group:legal");
    assertThat(views.due(T, 10)).isEmpty();
    assertThat(views.due(T.plusSeconds(3600), 10)).containsExactly(id(0));
    tail.add(id(0), new ApprovalEvent.Voided("apr-1", "x"));
    tail.add(id(0), new RunEvent.Finished(RunStatus.CANCELLED, "", ""));
    project(100);
    assertThat(views.approvals(true, 10)).isEmpty();
    assertThat(views.due(T.plusSeconds(7200), 10)).isEmpty();
  }

  @Test
  void shouldListUnfinishedRunsOldestFirst() {
    for (int i = 0; i < 3; i++) tail.add(id(i), submitted(id(i)));
    tail.add(id(1), new RunEvent.Started());
    project(100);
    RunRow oldest = views.inStatus(RunStatus.QUEUED, Optional.empty(), 1).getFirst();
    assertThat(oldest.runId()).isEqualTo(id(0).value());
    assertThat(views.inStatus(RunStatus.QUEUED, Optional.of(oldest), 10))
        .extracting(RunRow::runId)
        .containsExactly(id(2).value());
  }

  @Test
  void shouldGoOnWithOtherRunsWhenOneHistoryIsDamaged() {
    tail.add(id(0), submitted(id(0)));
    tail.add(id(1), submitted(id(1)));
    tail.all.set(0, new TailEvent(1, id(0).persistenceId(), 2, tail.all.getFirst().recorded()));
    tail.add(id(1), new RunEvent.Started());
    project(100);
    assertThat(row(id(1)).startedAt()).isPresent();
  }
}
