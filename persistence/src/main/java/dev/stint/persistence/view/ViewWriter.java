package dev.stint.persistence.view;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Writes rows; every method is one statement on the caller's transaction. Stateless. */
final class ViewWriter {
  private static final String RUN_COLUMNS =
      "job_name=?, job_version=?, job_digest=?, status=?, code=?, reason=?, owner=?,"
          + " department=?, submitted_by=?, priority=?, submitted_at=?, started_at=?,"
          + " finished_at=?, tokens_plan=?, tokens_retrieve=?, tokens_generate=?, tokens_tool=?,"
          + " budget_soft=?, budget_hard=?, tool_errors=?, policy_violations=?,"
          + " pending_approvals=?, seq=?";
  private static final String UPDATE_RUN = "update runs set " + RUN_COLUMNS + " where run_id=?";
  private static final String INSERT_RUN =
      "insert into runs ("
          + RUN_COLUMNS.replace("=?", "")
          + ", run_id) values ("
          + "?, ".repeat(23)
          + "?)";

  private ViewWriter() {}

  static void run(Connection c, RunState state) throws SQLException {
    upsert(c, UPDATE_RUN, INSERT_RUN, runValues(state));
    String id = state.submitted().run().value();
    Optional<Instant> due = RunProgress.nextDeadline(state);
    if (due.isPresent()) {
      upsert(
          c,
          "update timers set due_at=? where run_id=?",
          "insert into timers (due_at, run_id) values (?, ?)",
          utc(due.get()),
          id);
    } else {
      execute(c, "delete from timers where run_id=?", id);
    }
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
      utc(state.submittedAt()),
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
      s.run().value()
    };
  }

  static void approval(Connection c, RunState state, ApprovalState approval) throws SQLException {
    var request = approval.request();
    upsert(
        c,
        "update approvals set run_id=?, job_name=?, step=?, status=?, content_hash=?, deciders=?,"
            + " submitted_by=?, requested_at=?, expires_at=?, decided_by=?, decided_at=?"
            + " where approval_id=?",
        "insert into approvals (run_id, job_name, step, status, content_hash, deciders,"
            + " submitted_by, requested_at, expires_at, decided_by, decided_at, approval_id)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        request.approval());
  }

  static void timeline(Connection c, TailEvent tail, RunState state) throws SQLException {
    RunEvent event = tail.event();
    execute(
        c,
        "insert into timeline (run_id, seq, at, actor, type, subject, text)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        state.submitted().run().value(),
        tail.seq(),
        utc(tail.recorded().at()),
        tail.recorded().by(),
        EventNames.of(event),
        TimelineText.subject(event),
        cut(TimelineText.text(event)));
  }

  static void spend(Connection c, RunState state, LocalDate day, Stage stage, long tokens)
      throws SQLException {
    upsert(
        c,
        "update spend set tokens = tokens + ?"
            + " where spend_day=? and job_name=? and department=? and stage=?",
        "insert into spend (tokens, spend_day, job_name, department, stage)"
            + " values (?, ?, ?, ?, ?)",
        tokens,
        day,
        state.submitted().job().name(),
        state.submitted().department(),
        stage.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Moves the offset from where this projection believes it is; false when another one moved it.
   */
  static boolean advance(Connection c, String projection, long from, long to) throws SQLException {
    if (from == 0
        && execute(
                c,
                "insert into projection_offset select ?, ? where not exists"
                    + " (select 1 from projection_offset where name=?)",
                projection,
                to,
                projection)
            == 1) {
      return true;
    }
    return execute(
            c,
            "update projection_offset set position=? where name=? and position=?",
            to,
            projection,
            from)
        == 1;
  }

  private static void upsert(Connection c, String update, String insert, Object... values)
      throws SQLException {
    if (execute(c, update, values) == 0) execute(c, insert, values);
  }

  private static int execute(Connection c, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
      return statement.executeUpdate();
    }
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static String cut(String text) {
    return text.length() <= 4000 ? text : text.substring(0, 3999) + "…";
  }
}
