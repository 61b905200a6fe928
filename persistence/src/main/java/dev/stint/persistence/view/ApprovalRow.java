package dev.stint.persistence.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One approval in the inbox. */
public record ApprovalRow(
    String approvalId,
    String runId,
    String jobName,
    String step,
    String status,
    String contentHash,
    List<String> deciders,
    String submittedBy,
    Instant requestedAt,
    Instant expiresAt,
    Optional<String> decidedBy,
    Optional<Instant> decidedAt) {}
