package dev.stint.persistence.view;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of one transaction. They are gathered first, so that a run that many events touched is
 * written once, and rows of a kind go in one batch. Used once, by one thread.
 */
final class ViewWriter {
  private static final Upsert RUN =
      Upsert.of(
          "runs",
          "job_name=?, job_version=?, job_digest=?, status=?, code=?, reason=?, owner=?,"
              + " department=?, submitted_by=?, priority=?, started_at=?,"
              + " finished_at=?, tokens_plan=?, tokens_retrieve=?, tokens_generate=?,"
              + " tokens_tool=?, budget_soft=?, budget_hard=?, tool_errors=?,"
              + " policy_violations=?, pending_approvals=?, seq=?, erased_at=?",
          "submitted_at=?",
          "run_id=?");
  private static final Upsert TIMER = Upsert.of("timers", "due_at=?", "run_id=?");
  private static final Upsert APPROVAL =
      Upsert.of(
          "approvals",
          "run_id=?, job_name=?, step=?, status=?, content_hash=?, deciders=?, submitted_by=?,"
              + " requested_at=?, expires_at=?, decided_by=?, decided_at=?",
          "approval_id=?");
  private static final Upsert SPEND =
      new Upsert(
          "update spend set tokens = tokens + ?"
              + " where spend_day=? and job_name=? and department=? and stage=?",
          "insert into spend (tokens, spend_day, job_name, department, stage)"
              + " values (?, ?, ?, ?, ?)");

  private final List<Object[]> newRuns = new ArrayList<>();
  private final List<Object[]> runs = new ArrayList<>();
  private final List<Object[]> timers = new ArrayList<>();
  private final List<Object[]> timersGone = new ArrayList<>();
  private final List<Object[]> approvals = new ArrayList<>();
  private final Map<Spending, Long> spend = new LinkedHashMap<>();

  private record Spending(LocalDate day, String job, String department, Stage stage) {}

  /**
   * The run's rows.
   *
   * @param before the state that the rows show now; nothing when there are none
   */
  void run(Optional<RunState> before, RunState state) {
    (before.isPresent() ? runs : newRuns).add(runValues(state));
    timer(before.flatMap(RunProgress::nextDeadline), state);
    for (ApprovalState approval : state.approvals().values()) {
      ApprovalState known =
          before.map(b -> b.approvals().get(approval.request().approval())).orElse(null);
      if (!approval.equals(known)) approvals.add(approvalValues(state, approval));
    }
  }

  private void timer(Optional<Instant> before, RunState state) {
    Optional<Instant> due = RunProgress.nextDeadline(state);
    if (due.equals(before)) return;
    String id = state.submitted().run().value();
    due.ifPresentOrElse(
        at -> timers.add(new Object[] {utc(at), id}), () -> timersGone.add(new Object[] {id}));
  }

  void spend(RunState state, LocalDate day, Stage stage, long tokens) {
    var submitted = state.submitted();
    var key = new Spending(day, submitted.job().name(), submitted.department(), stage);
    spend.merge(key, tokens, Long::sum);
  }

  /** Writes what was gathered, on the caller's transaction. */
  void flush(Connection c) throws SQLException {
    RUN.make(c, newRuns);
    RUN.write(c, runs);
    TIMER.write(c, timers);
    Upsert.batch(c, "delete from timers where run_id=?", timersGone);
    APPROVAL.write(c, approvals);
    List<Object[]> sums = new ArrayList<>(spend.size());
    spend.forEach((key, tokens) -> sums.add(spendValues(key, tokens)));
    SPEND.write(c, sums);
  }

  private static Object[] runValues(RunState state) {
    var s = state.submitted();
    Optional<Phase.Finished> end =
        state.phase() instanceof Phase.Finished f ? Optional.of(f) : Optional.empty();
    long pending = state.approvals().values().stream().filter(ApprovalState::pending).count();
    return new Object[] {
      s.job().name(),
      s.job().version(),
      s.job().digest(),
      state.status().text(),
      end.map(Phase.Finished::code).orElse(""),
      cut(end.map(Phase.Finished::reason).orElse("")),
      s.owner(),
      s.department(),
      state.submittedBy(),
      s.priority(),
      state.startedAt().map(ViewWriter::utc).orElse(null),
      end.map(f -> utc(f.at())).orElse(null),
      state.pot().used(Stage.PLAN),
      state.pot().used(Stage.RETRIEVE),
      state.pot().used(Stage.GENERATE),
      state.pot().used(Stage.TOOL),
      s.budget().soft(),
      s.budget().hard(),
      state.toolErrors(),
      state.violations().size(),
      pending,
      state.seq(),
      state.custody().erasure().map(erasure -> utc(erasure.at())).orElse(null),
      // A part of the key, so exactly what the column keeps.
      utc(state.submittedAt().truncatedTo(ChronoUnit.MILLIS)),
      s.run().value()
    };
  }

  private static Object[] approvalValues(RunState state, ApprovalState approval) {
    var request = approval.request();
    return new Object[] {
      state.submitted().run().value(),
      state.submitted().job().name(),
      request.unit().toString(),
      approval.outcome().name().toLowerCase(Locale.ROOT),
      request.contentHash(),
      String.join("\n", request.by()),
      state.submittedBy(),
      utc(approval.requestedAt()),
      utc(request.expiresAt()),
      approval.decidedBy().orElse(null),
      approval.decidedAt().map(ViewWriter::utc).orElse(null),
      request.approval()
    };
  }

  private static Object[] spendValues(Spending key, long tokens) {
    return new Object[] {
      tokens, key.day(), key.job(), key.department(), key.stage().name().toLowerCase(Locale.ROOT)
    };
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static String cut(String text) {
    return text.length() <= 4000 ? text : text.substring(0, 3999) + "…";
  }
}
