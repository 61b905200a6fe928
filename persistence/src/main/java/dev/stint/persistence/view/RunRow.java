package dev.stint.persistence.view;

import dev.stint.persistence.event.RunStatus;
import java.time.Instant;
import java.util.Optional;

/** One run in a list. Tokens are totals by stage. */
public record RunRow(
    String runId,
    String jobName,
    String jobVersion,
    RunStatus status,
    String code,
    String reason,
    String owner,
    String department,
    String submittedBy,
    int priority,
    Instant submittedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    long tokensPlan,
    long tokensRetrieve,
    long tokensGenerate,
    long tokensTool,
    long budgetSoft,
    long budgetHard,
    int toolErrors,
    int policyViolations,
    int pendingApprovals) {
  public long tokens() {
    return tokensPlan + tokensRetrieve + tokensGenerate + tokensTool;
  }
}
