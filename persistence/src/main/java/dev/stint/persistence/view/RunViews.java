package dev.stint.persistence.view;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The read interface of the views. Eventually consistent with the journal. Thread-safe. */
public final class RunViews {
  private final ViewDatabase database;

  public RunViews(ViewDatabase database) {
    this.database = database;
  }

  /** Runs, newest first. */
  public List<RunRow> runs(RunQuery query) {
    StringBuilder sql = new StringBuilder("select * from runs where 1=1");
    List<Object> values = new ArrayList<>();
    query.job().ifPresent(job -> and(sql, values, "job_name=?", job));
    query.status().ifPresent(status -> and(sql, values, "status=?", status.text()));
    query.department().ifPresent(d -> and(sql, values, "department=?", d));
    query.submittedBy().ifPresent(by -> and(sql, values, "submitted_by=?", by));
    query.after().ifPresent(last -> before(sql, values, last));
    sql.append(" order by submitted_at desc, run_id desc limit ?");
    values.add(query.limit());
    return select(sql.toString(), RunViews::run, values.toArray());
  }

  /** Approvals, oldest first; only pending ones when asked. */
  public List<ApprovalRow> approvals(boolean pendingOnly, int limit) {
    return select(
        "select * from approvals where (status='pending' or ?) order by requested_at limit ?",
        RunViews::approval,
        !pendingOnly,
        limit);
  }

  public Optional<ApprovalRow> approval(String id) {
    return select("select * from approvals where approval_id=?", RunViews::approval, id).stream()
        .findFirst();
  }

  public List<SpendRow> spend(LocalDate from, LocalDate to) {
    return select(
        "select * from spend where spend_day between ? and ?"
            + " order by spend_day, job_name, department, stage",
        row ->
            new SpendRow(
                row.getObject("spend_day", LocalDate.class),
                row.getString("job_name"),
                row.getString("department"),
                row.getString("stage"),
                row.getLong("tokens")),
        from,
        to);
  }

  /** Runs for which time alone changes something, due by {@code now}. */
  public List<RunId> due(Instant now, int limit) {
    return select(
        "select run_id from timers where due_at <= ? order by due_at limit ?",
        row -> new RunId(row.getString(1)),
        now.atOffset(ZoneOffset.UTC),
        limit);
  }

  /**
   * Runs in the status, oldest first, after the given run. A page costs what is in it, however many
   * runs there are: it is a stretch of {@code runs_by_status}, whose first column is named in the
   * order because H2 would sort everything otherwise.
   */
  public List<RunRow> inStatus(RunStatus status, Optional<RunRow> after, int limit) {
    List<Object> values = new ArrayList<>(List.of(status.text()));
    StringBuilder sql = new StringBuilder("select * from runs where status=?");
    after.ifPresent(row -> after(sql, values, row));
    sql.append(" order by status, submitted_at, run_id limit ?");
    values.add(limit);
    return select(sql.toString(), RunViews::run, values.toArray());
  }

  /** All runs that are in one of the statuses at one moment, so that none slips through. */
  public List<RunRow> inStatus(List<RunStatus> statuses) {
    String marks = String.join(", ", statuses.stream().map(_ -> "?").toList());
    return select(
        "select * from runs where status in (" + marks + ") order by submitted_at, run_id",
        RunViews::run,
        statuses.stream().map(RunStatus::text).toArray());
  }

  /** Runs that ended until {@code end} and were not erased, oldest first, after the given run. */
  public List<RunRow> keeping(Instant end, Optional<RunRow> after, int limit) {
    List<Object> values = new ArrayList<>(List.of(end.atOffset(ZoneOffset.UTC)));
    StringBuilder sql =
        new StringBuilder("select * from runs where finished_at <= ? and erased_at is null");
    after.ifPresent(row -> after(sql, values, row));
    sql.append(" order by submitted_at, run_id limit ?");
    values.add(limit);
    return select(sql.toString(), RunViews::run, values.toArray());
  }

  /** Runs whose payloads were erased. */
  public List<RunId> erased() {
    return select(
        "select run_id from runs where erased_at is not null", row -> new RunId(row.getString(1)));
  }

  /** By values: H2 would ask a subquery once for each row. */
  private static void after(StringBuilder sql, List<Object> values, RunRow row) {
    OffsetDateTime at = row.submittedAt().atOffset(ZoneOffset.UTC);
    sql.append(" and submitted_at >= ? and (submitted_at > ? or run_id > ?)");
    values.addAll(List.of(at, at, row.runId()));
  }

  private static void before(StringBuilder sql, List<Object> values, RunCursor last) {
    OffsetDateTime at = last.submittedAt().atOffset(ZoneOffset.UTC);
    sql.append(" and submitted_at <= ? and (submitted_at < ? or run_id < ?)");
    values.addAll(List.of(at, at, last.run().value()));
  }

  private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
    sql.append(" and ").append(condition);
    values.add(value);
  }

  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> select(String sql, Row<T> row, Object... values) {
    return database.read((Connection c) -> {
      try (PreparedStatement statement = c.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
        try (ResultSet rows = statement.executeQuery()) {
          List<T> found = new ArrayList<>();
          while (rows.next()) found.add(row.of(rows));
          return found;
        }
      }
    });
  }

  private static RunRow run(ResultSet row) throws SQLException {
    return new RunRow(
        row.getString("run_id"),
        row.getString("job_name"),
        row.getString("job_version"),
        RunStatus.parse(row.getString("status")),
        row.getString("code"),
        row.getString("reason"),
        row.getString("owner"),
        row.getString("department"),
        row.getString("submitted_by"),
        row.getInt("priority"),
        instant(row, "submitted_at"),
        optional(row, "started_at"),
        optional(row, "finished_at"),
        row.getLong("tokens_plan"),
        row.getLong("tokens_retrieve"),
        row.getLong("tokens_generate"),
        row.getLong("tokens_tool"),
        row.getLong("budget_soft"),
        row.getLong("budget_hard"),
        row.getInt("tool_errors"),
        row.getInt("policy_violations"),
        row.getInt("pending_approvals"));
  }

  private static ApprovalRow approval(ResultSet row) throws SQLException {
    return new ApprovalRow(
        row.getString("approval_id"),
        row.getString("run_id"),
        row.getString("job_name"),
        row.getString("step"),
        row.getString("status"),
        row.getString("content_hash"),
        Arrays.asList(row.getString("deciders").split("\n")),
        row.getString("submitted_by"),
        instant(row, "requested_at"),
        instant(row, "expires_at"),
        Optional.ofNullable(row.getString("decided_by")),
        optional(row, "decided_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Optional<Instant> optional(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
