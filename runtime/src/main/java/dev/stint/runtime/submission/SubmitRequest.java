package dev.stint.runtime.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * One request to run a job.
 *
 * @param version a released version; the newest when absent
 * @param digest exactly these files, released or not; what a local run asks for
 * @param inputs as given, defaults not yet filled in
 * @param budget a hard limit in tokens, not above the job's own
 * @param by who asks
 * @param development started by a local user with that user's own rights
 */
public record SubmitRequest(
    String job,
    Optional<String> version,
    Optional<String> digest,
    JsonNode inputs,
    Optional<Long> budget,
    boolean dryRun,
    int priority,
    Map<String, String> labels,
    Optional<String> idempotencyKey,
    String by,
    boolean development) {}
